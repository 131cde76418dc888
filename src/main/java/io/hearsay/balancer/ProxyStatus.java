package io.hearsay.balancer;

import io.hearsay.balancer.certificate.CertificateState;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.LeftOut;
import io.hearsay.balancer.plan.ReloadReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the pipeline at one moment.
 *
 * @param revisions the newest catalog, and the one that HAProxy runs with
 * @param last how the last change was applied, or why the newest one has not been
 * @param serving the servers
 * @param counts since the start
 * @param process the HAProxy that serves
 * @param certificates of the balancer's own TLS, by name
 */
public record ProxyStatus(
    Revisions revisions,
    LastChange last,
    Servers serving,
    Counts counts,
    Process process,
    List<Certificate> certificates) {

  /**
   * Revision numbers of catalogs.
   *
   * @param wanted of the newest one
   * @param applied of the one that HAProxy runs with; equal to {@code wanted} when all is well
   */
  public record Revisions(long wanted, long applied) {}

  /**
   * The last change.
   *
   * @param method how it was applied
   * @param reason why this method was needed
   * @param at when it was applied
   * @param error why the newest catalog has not been applied, or the newest template is not used,
   *     for an operator; empty when all is well
   * @param failure the kind of that error; empty when all is well
   */
  public record LastChange(
      Method method,
      String reason,
      Optional<Instant> at,
      Optional<String> error,
      Optional<FailureKind> failure) {}

  /**
   * The servers.
   *
   * @param wanted the servers of the newest catalog, in the order of the configuration
   * @param current whether HAProxy runs with those servers; also true while a reload is impossible,
   *     if everything that has changed could be changed at run time
   * @param held servers that come and go and are held back, as SERVICE/SERVER
   * @param leaving number of removed servers that still have connections
   * @param leftOut members that are left out because of an invalid tag, name or address
   */
  public record Servers(
      List<Server> wanted,
      boolean current,
      List<String> held,
      int leaving,
      List<LeftOut> leftOut) {}

  /**
   * Counts since the start.
   *
   * @param rejected members' values that failed validation
   * @param reloads done
   * @param reloadsBy the same reloads by reason
   * @param runtimeChanges servers changed through the runtime API
   * @param failures applies that failed
   * @param flaps servers that disappeared unexpectedly
   * @param corrections servers that had drifted and were corrected
   */
  public record Counts(
      long rejected,
      long reloads,
      Map<ReloadReason, Long> reloadsBy,
      long runtimeChanges,
      long failures,
      long flaps,
      long corrections) {}

  /**
   * The current HAProxy.
   *
   * @param pid its pid; 0 if there is none
   * @param answering whether it answered on its socket when last asked
   * @param version its version
   * @param old number of old processes that are finishing their connections
   * @param driven whether Hearsay starts and reloads it; if not, nothing is known about it
   */
  public record Process(long pid, boolean answering, String version, int old, boolean driven) {}

  /**
   * A certificate.
   *
   * @param name of its file or directory, without the extension
   * @param expires when the certificate in use expires; empty if none of that name is in use
   * @param expiring whether that is soon or in the past
   * @param refused why the one in the directory is unusable; only printable characters
   */
  public record Certificate(
      String name, Optional<Instant> expires, boolean expiring, Optional<String> refused) {
    static Certificate of(CertificateState state) {
      return new Certificate(state.name(), state.expires(), state.expiring(), state.refused());
    }
  }

  /** See {@link Revisions#wanted()}. */
  public long revision() {
    return revisions.wanted();
  }

  /** See {@link Revisions#applied()}. */
  public long appliedRevision() {
    return revisions.applied();
  }

  /** See {@link LastChange#method()}. */
  public Method method() {
    return last.method();
  }

  /** See {@link LastChange#reason()}. */
  public String reason() {
    return last.reason();
  }

  /** See {@link LastChange#at()}. */
  public Optional<Instant> lastApplied() {
    return last.at();
  }

  /** See {@link LastChange#error()}. */
  public Optional<String> lastError() {
    return last.error();
  }

  /** See {@link LastChange#failure()}. */
  public Optional<FailureKind> failure() {
    return last.failure();
  }

  /** See {@link Process#driven()}. */
  public boolean driven() {
    return process.driven();
  }

  /** See {@link Servers#wanted()}. */
  public List<Server> servers() {
    return serving.wanted();
  }

  /** See {@link Servers#current()}. */
  public boolean serversCurrent() {
    return serving.current();
  }

  /** See {@link Servers#leftOut()}. */
  public List<LeftOut> leftOut() {
    return serving.leftOut();
  }

  /** See {@link Servers#held()}. */
  public List<String> held() {
    return serving.held();
  }

  /** See {@link Servers#leaving()}. */
  public int leaving() {
    return serving.leaving();
  }

  /** See {@link Counts#rejected()}. */
  public long rejected() {
    return counts.rejected();
  }

  /** See {@link Counts#reloads()}. */
  public long reloads() {
    return counts.reloads();
  }

  /** See {@link Counts#reloadsBy()}. */
  public Map<ReloadReason, Long> reloadsBy() {
    return counts.reloadsBy();
  }

  /** See {@link Counts#runtimeChanges()}. */
  public long runtimeChanges() {
    return counts.runtimeChanges();
  }

  /** See {@link Counts#failures()}. */
  public long failures() {
    return counts.failures();
  }

  /** See {@link Counts#flaps()}. */
  public long flaps() {
    return counts.flaps();
  }

  /** See {@link Process#pid()}. */
  public long pid() {
    return process.pid();
  }

  /** See {@link Process#answering()}. */
  public boolean answering() {
    return process.answering();
  }

  /** See {@link Process#version()}. */
  public String version() {
    return process.version();
  }

  /** See {@link Process#old()}. */
  public int oldProcesses() {
    return process.old();
  }

  /** Whether HAProxy runs with what is wanted and nothing is wrong. */
  public boolean current() {
    return revision() > 0 && revision() == appliedRevision() && lastError().isEmpty();
  }

  /** How a change reaches HAProxy. */
  public enum Method {
    /** Nothing has been applied yet, or nothing had to be. */
    NONE,
    /** Through the stats socket of the running process. */
    RUNTIME,
    /** By a new process that takes over the listeners. */
    RELOAD,
    /** By writing the file only, as Hearsay does not control HAProxy. */
    FILE
  }

  /**
   * One server line.
   *
   * @param backend the service's name
   * @param name the member's name
   * @param address an IP literal in normalised form
   * @param port 1–65535
   * @param weight 0–256
   * @param state {@code ready}, {@code drain} or {@code maint}
   */
  public record Server(
      String backend, String name, String address, int port, int weight, String state) {
    /** All servers of a catalog. */
    static List<Server> of(Catalog catalog) {
      return catalog.services().stream()
          .flatMap(s -> s.servers().stream().map(server -> of(s.name(), server)))
          .toList();
    }

    private static Server of(String backend, Catalog.Server server) {
      var state = server.disabled() ? "maint" : server.weight() == 0 ? "drain" : "ready";
      return new Server(
          backend, server.name(), server.address(), server.port(), server.weight(), state);
    }
  }
}
