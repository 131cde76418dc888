package io.hearsay.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line of an agent; a reader could type all of it. */
public final class AgentCommand {
  private final String name;
  private final List<String> words;
  private final Map<String, String> env = new TreeMap<>();

  /** An agent that listens on that address only, on the standard ports. */
  public AgentCommand(String program, String name, String address) {
    this(program, name, address, address);
  }

  /** An agent whose gossip address differs from its API address. */
  public AgentCommand(String program, String name, String bind, String api) {
    this.name = name;
    words = new ArrayList<>(List.of(program, "agent", "--name", name, "--bind", bind));
    with("--http", api + ":" + Host.HTTP_PORT, "--health", api + ":" + Host.HEALTH_PORT);
  }

  /** Adds options. */
  public AgentCommand with(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  /** Adds seeds. */
  public AgentCommand join(List<String> seeds) {
    seeds.forEach(seed -> with("--join", seed));
    return this;
  }

  /** Adds an environment variable. */
  public AgentCommand env(String key, String value) {
    env.put(key, value);
    return this;
  }

  /**
   * Makes it a balancer.
   *
   * @param frontend where clients connect, as ADDRESS:PORT or a port alone
   * @param stats the same for HAProxy's statistics page
   */
  public AgentCommand balancer(String haproxy, Path config, String frontend, String stats) {
    env("HEARSAY_BALANCER_FRONTEND", frontend).env("HEARSAY_BALANCER_STATS", stats);
    return with("--role", "balancer", "--haproxy", haproxy, "--haproxy-config", config.toString());
  }

  /** The words of the command line. */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** The environment variables that are set for it. */
  public Map<String, String> environment() {
    return Map.copyOf(env);
  }

  /** Starts the agent on a host. */
  public Program start(Host host, Path log) {
    return Program.start("the agent of " + name, log, env, host.command(words));
  }
}
