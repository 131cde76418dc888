package io.hearsay.balancer.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last observation of HAProxy.
 *
 * @param at when it was made; empty if HAProxy never answered
 * @param services the backends as a whole, in HAProxy's order
 * @param backends the servers
 * @param drifts lasting differences, in the order of the configuration
 * @param strangers other processes on HAProxy's addresses, in words
 */
public record Observation(
    Optional<Instant> at,
    List<ServerStat> services,
    Backends backends,
    List<Drift> drifts,
    List<String> strangers) {
  /** An observation without other processes on HAProxy's addresses. */
  public Observation(
      Optional<Instant> at, List<ServerStat> services, Backends backends, List<Drift> drifts) {
    this(at, services, backends, drifts, List.of());
  }

  /** The same observation with other processes on HAProxy's addresses. */
  public Observation with(List<String> others) {
    return new Observation(at, services, backends, drifts, List.copyOf(others));
  }

  /** The state before the first observation. */
  public static final Observation NONE =
      new Observation(Optional.empty(), List.of(), Backends.of(List.of()), List.of());

  /** The servers, in HAProxy's order. */
  public List<ServerStat> servers() {
    return backends.servers();
  }

  /** The server of that name in that backend, if HAProxy has it. */
  public Optional<ServerStat> server(String backend, String name) {
    return Optional.ofNullable(backends.of(backend).get(name));
  }

  /** The servers of a backend. */
  public List<ServerStat> of(String backend) {
    return List.copyOf(backends.of(backend).values());
  }
}
