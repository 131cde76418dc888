package io.hearsay.balancer.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What HAProxy said last.
 *
 * @param at when; absent if it never answered
 * @param services the backends as a whole, in HAProxy's order
 * @param servers the servers, in HAProxy's order
 * @param drifts differences that have lasted, in the order of the configuration
 */
public record Observation(
    Optional<Instant> at, List<ServerStat> services, List<ServerStat> servers, List<Drift> drifts) {
  /** Before anything was seen. */
  public static final Observation NONE =
      new Observation(Optional.empty(), List.of(), List.of(), List.of());

  /** The server of that name in that backend, if HAProxy has it. */
  public Optional<ServerStat> server(String backend, String name) {
    return servers.stream()
        .filter(s -> s.name().equals(name) && s.backend().equals(backend))
        .findFirst();
  }

  /** The servers of a backend. */
  public List<ServerStat> of(String backend) {
    return servers.stream().filter(s -> s.backend().equals(backend)).toList();
  }
}
