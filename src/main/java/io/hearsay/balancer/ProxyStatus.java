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
 * The state of the pipeline at one instant.
 *
 * @param revisions the newest catalog, and the one that HAProxy runs with
 * @param last how the last change was applied, or why the newest one is not
 * @param serving the servers
 * @param counts since start
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
   * Numbers of catalogs.
   *
   * @param wanted of the newest one
   * @param applied of the one that HAProxy runs with; equal to {@code wanted} when all is well
   */
  public record Revisions(long wanted, long applied) {}

  /**
   * The last change.
   *
   * @param method how it was applied
   * @param reason why it needed that method
   * @param at when it was applied
   * @param error why the newest catalog is not applied, or the newest template is not used, in
   *     words for an operator; absent when all is well
   * @param failure what is in the way; absent when all is well
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
   * @param wanted what the newest catalog holds, in the order of the configuration
   * @param current whether HAProxy runs with those servers: true also while a reload is impossible,
   *     if all that has changed could be changed at run time
   * @param held those that come and go and are held back, as SERVICE/SERVER
   * @param leaving removed ones that still have connections
   * @param leftOut members that are in none of them because of something that they say
   */
  public record Servers(
      List<Server> wanted,
      boolean current,
      List<String> held,
      int leaving,
      List<LeftOut> leftOut) {}

  /**
   * What was done since start.
   *
   * @param rejected member values that did not pass the grammar
   * @param reloads done
   * @param reloadsBy the same reloads by their reason
   * @param runtimeChanges done, one per server that was changed through the runtime API
   * @param failures applies that failed
   * @param flaps servers that went as if by a fault
   * @param corrections servers that had drifted and were put right
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
   * The HAProxy that serves.
   *
   * @param pid 0 if there is none
   * @param answering whether it answered on its socket when last asked
   * @param version of it
   * @param old processes that still finish old connections
   * @param driven whether it is started and reloaded from here; if not, nothing is known of it
   */
  public record Process(long pid, boolean answering, String version, int old, boolean driven) {}

  /**
   * A certificate.
   *
   * @param name of its file or directory, without the ending
   * @param expires when the one that serves ends; empty: none of that name serves
   * @param expiring whether that is soon, or has been
   * @param refused why the one in the directory does not serve; holds nothing that is not printable
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

  /** Whether HAProxy runs with what is wanted, and nothing is wrong. */
  public boolean current() {
    return revision() > 0 && revision() == appliedRevision() && lastError().isEmpty();
  }

  /** How a change reaches HAProxy. */
  public enum Method {
    /** Nothing was applied yet, or nothing had to be. */
    NONE,
    /** Through the stats socket of the running process. */
    RUNTIME,
    /** By a new process that takes the listeners over. */
    RELOAD,
    /** It is in the file; HAProxy is not driven from here. */
    FILE
  }

  /**
   * One server line.
   *
   * @param backend the service's name
   * @param name the member's name
   * @param address an IP literal, re-printed by us
   * @param port 1–65535
   * @param weight 0–256
   * @param state {@code ready}, {@code drain} or {@code maint}
   */
  public record Server(
      String backend, String name, String address, int port, int weight, String state) {
    /** All of a catalog. */
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
