package io.hearsay.demo;

import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import java.util.List;

/** The command lines; a reader could type all of them. */
final class Commands {
  /** Every member is a seed for every other, itself included, as with a service's name. */
  private static final List<String> SEEDS =
      List.of(Host.balancer().address(), Host.web(1).address(), Host.web(2).address());

  private final Settings settings;

  Commands(Settings settings) {
    this.settings = settings;
  }

  /** A shop is small, and many JVMs share the machine. */
  List<String> shop(Host host) {
    return Program.java(
        "-Xmx48m", settings.classes(), "io.hearsay.web.Main", host.name(), host.app());
  }

  /** A web node's sidecar. */
  AgentCommand sidecar(Host host) {
    return agent(host).with("--role", "backend");
  }

  /** The balancer's sidecar, which needs the ports. */
  AgentCommand balancer() {
    return agent(Host.balancer())
        .balancer(
            settings.haproxy(),
            settings.haproxyConfig(),
            ":" + settings.frontendPort(),
            ":" + settings.statsPort());
  }

  private AgentCommand agent(Host host) {
    return new AgentCommand(settings.hearsay(), host.name(), host.address()).join(SEEDS);
  }
}
