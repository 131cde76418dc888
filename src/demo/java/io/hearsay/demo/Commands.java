package io.hearsay.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command lines, nothing in them that a reader could not type. */
final class Commands {
  /** Every member is a seed for every other, itself included, as a service's name would say. */
  private static final List<Host> SEEDS = List.of(Host.balancer(), Host.web(1), Host.web(2));

  private final Settings settings;

  Commands(Settings settings) {
    this.settings = settings;
  }

  /** A shop is small, and many JVMs share the machine. */
  List<String> shop(Host host) {
    return List.of(
        settings.java().toString(),
        "-Xmx48m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        settings.classes().toString(),
        "io.hearsay.web.Main",
        host.name(),
        host.app());
  }

  /** A web node's sidecar. */
  List<String> sidecar(Host host) {
    return sidecar(host, "backend");
  }

  /** The balancer's sidecar. */
  List<String> balancer() {
    var command = sidecar(Host.balancer(), "balancer");
    command.addAll(List.of("--haproxy", settings.haproxy()));
    command.addAll(List.of("--haproxy-config", settings.haproxyConfig().toString()));
    return command;
  }

  /** What the balancer's sidecar has to know of the ports. */
  Map<String, String> balancerEnvironment() {
    return Map.of(
        "HEARSAY_BALANCER_FRONTEND",
        ":" + settings.frontendPort(),
        "HEARSAY_BALANCER_STATS",
        ":" + settings.statsPort());
  }

  private List<String> sidecar(Host host, String role) {
    var command = new ArrayList<>(List.of(settings.hearsay().toString(), "agent"));
    command.addAll(List.of("--name", host.name(), "--role", role));
    command.addAll(List.of("--bind", host.gossip()));
    command.addAll(List.of("--http", host.http(), "--health", host.health()));
    SEEDS.forEach(seed -> command.addAll(List.of("--join", seed.address())));
    return command;
  }
}
