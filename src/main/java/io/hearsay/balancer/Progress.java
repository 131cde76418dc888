package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.certificate.CertificateState;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.plan.ReloadReason;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the pipeline has done and what has failed. For the pipeline's thread. */
final class Progress {
  private static final int SHOWN = 5;

  private final Clock wall;
  private long revision;
  private long appliedRevision;
  private ProxyStatus.Method method = ProxyStatus.Method.NONE;
  private String reason = "";
  private long reloads;
  private final Map<ReloadReason, Long> reloadsBy = new EnumMap<>(ReloadReason.class);
  private long runtimeChanges;
  private long failures;
  private long corrections;
  private Optional<Instant> lastApplied = Optional.empty();
  private Optional<String> lastError = Optional.empty();
  private Optional<FailureKind> failure = Optional.empty();

  /** What has been done about the servers in spite of the error, in words. */
  private String meanwhile = "";

  private boolean serversCurrent;

  /** Creates an instance with nothing done yet; {@code wall} gives the times that are shown. */
  Progress(Clock wall) {
    this.wall = wall;
  }

  /** The catalog has changed, or a reload was requested. */
  void wanted() {
    revision++;
    serversCurrent = false;
  }

  /** HAProxy has been started or reloaded. */
  void reloaded(ReloadReason why) {
    reloads++;
    reloadsBy.merge(why, 1L, Long::sum);
  }

  /** This many servers have been changed at run time. */
  void changed(int servers) {
    runtimeChanges += servers;
  }

  /** A server that had drifted has been corrected. */
  void corrected() {
    corrections++;
  }

  /** How a change reached HAProxy, and why in this way. */
  void reached(ProxyStatus.Method by, String why) {
    method = by;
    reason = why;
    lastApplied = Optional.of(wall.instant());
  }

  /**
   * HAProxy runs with everything that is wanted.
   *
   * @param stillWrong why the newest template is not used; empty if it is
   * @param kind of that failure
   */
  void applied(Optional<String> stillWrong, FailureKind kind) {
    appliedRevision = revision;
    lastError = stillWrong;
    failure = stillWrong.map(wrong -> kind);
    meanwhile = "";
    serversCurrent = true;
  }

  /**
   * HAProxy has the wanted servers as far as possible without a reload.
   *
   * @param needReload what remains to be done by a reload, in words
   */
  void followed(List<String> needReload) {
    serversCurrent = needReload.isEmpty();
    meanwhile =
        serversCurrent
            ? "HAProxy has the servers that are wanted all the same"
            : "HAProxy follows its servers all the same, but for what takes a reload: "
                + String.join(", ", needReload.subList(0, Math.min(SHOWN, needReload.size())))
                + (needReload.size() > SHOWN ? ", …" : "");
  }

  /** Forgets what was done in spite of an error. */
  void lost() {
    meanwhile = "";
    serversCurrent = false;
  }

  /**
   * Something has failed.
   *
   * @return whether that is news
   */
  boolean failed(FailureKind kind, String message) {
    boolean news = !lastError.equals(Optional.of(message));
    failures++;
    failure = Optional.of(kind);
    lastError = Optional.of(message);
    return news;
  }

  /** The status for the API, completed by what is known elsewhere. */
  ProxyStatus status(Elsewhere e) {
    return new ProxyStatus(
        new ProxyStatus.Revisions(revision, appliedRevision),
        new ProxyStatus.LastChange(
            method,
            reason,
            lastApplied,
            lastError.map(error -> meanwhile.isEmpty() ? error : error + "; " + meanwhile),
            failure),
        new ProxyStatus.Servers(
            e.wanted().shown(),
            serversCurrent,
            e.wanted().held(),
            e.applier().leaving(),
            e.wanted().leftOut()),
        new ProxyStatus.Counts(
            e.wanted().rejected(),
            reloads,
            Map.copyOf(reloadsBy),
            runtimeChanges,
            failures,
            e.wanted().flaps(),
            corrections),
        new ProxyStatus.Process(
            // Who has just answered need not be looked up in /proc.
            e.answering() ? e.applier().lastPid() : e.applier().pid(),
            e.answering(),
            e.applier().version().toString(),
            e.applier().oldProcesses(),
            e.applier().drives()),
        e.certificates().stream().map(ProxyStatus.Certificate::of).toList());
  }

  /** See {@link ProxyStatus.Revisions#wanted()}. */
  long revision() {
    return revision;
  }

  /** The parts of a status that are known elsewhere. */
  record Elsewhere(
      WantedServers wanted,
      boolean answering,
      ConfigApplier applier,
      List<CertificateState> certificates) {}
}
