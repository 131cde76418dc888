package io.hearsay.balancer;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.plan.ReloadReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the pipeline at one instant.
 *
 * @param revision number of the newest catalog
 * @param appliedRevision number of the catalog that HAProxy runs with; equal to {@code revision}
 *     when all is well
 * @param method how the last change was applied
 * @param reason why the last change needed that method
 * @param servers what the newest catalog holds, in the order of the configuration
 * @param serversCurrent whether HAProxy runs with those servers: true also while a reload is
 *     impossible, if all that has changed could be changed at run time
 * @param rejected member values that did not pass the grammar, counted since start
 * @param reloads done since start
 * @param runtimeChanges done since start, one per server that was changed through the runtime API
 * @param failures applies that failed since start
 * @param oldProcesses HAProxy processes that still finish old connections
 * @param pid of the HAProxy that serves, 0 if none
 * @param answering whether HAProxy answered on its socket when last asked
 * @param reloadsBy the same reloads by their reason
 * @param held servers that come and go and are held back, as SERVICE/SERVER
 * @param leaving removed servers that still have connections
 * @param version of the HAProxy that serves
 * @param lastApplied when a change was last applied
 * @param lastError why the newest catalog is not applied, or the newest template is not used, in
 *     words for an operator; absent when all is well
 */
public record ProxyStatus(
    long revision,
    long appliedRevision,
    Method method,
    String reason,
    List<Server> servers,
    boolean serversCurrent,
    long rejected,
    long reloads,
    long runtimeChanges,
    long failures,
    int oldProcesses,
    long pid,
    boolean answering,
    Map<ReloadReason, Long> reloadsBy,
    List<String> held,
    int leaving,
    String version,
    Optional<Instant> lastApplied,
    Optional<String> lastError) {

  /** Whether HAProxy runs with what is wanted, and nothing is wrong. */
  public boolean current() {
    return revision > 0 && revision == appliedRevision && lastError.isEmpty();
  }

  /** How a change reaches HAProxy. */
  public enum Method {
    /** Nothing was applied yet, or nothing had to be. */
    NONE,
    /** Through the stats socket of the running process. */
    RUNTIME,
    /** By a new process that takes the listeners over. */
    RELOAD
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
