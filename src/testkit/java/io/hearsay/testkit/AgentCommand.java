package io.hearsay.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line of an agent, with nothing in it that a reader could not type. */
public final class AgentCommand {
  private final String name;
  private final List<String> words;
  private final Map<String, String> env = new TreeMap<>();

  /** An agent that listens at that address alone, at the usual ports. */
  public AgentCommand(String program, String name, String address) {
    this(program, name, address, address);
  }

  /** One whose gossip is at another address than its API. */
  public AgentCommand(String program, String name, String bind, String api) {
    this.name = name;
    words = new ArrayList<>(List.of(program, "agent", "--name", name, "--bind", bind));
    with("--http", api + ":" + Host.HTTP_PORT, "--health", api + ":" + Host.HEALTH_PORT);
  }

  /** More options. */
  public AgentCommand with(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  /** Other members that it is told of. */
  public AgentCommand join(List<String> seeds) {
    seeds.forEach(seed -> with("--join", seed));
    return this;
  }

  /** A setting that it finds in its environment. */
  public AgentCommand env(String key, String value) {
    env.put(key, value);
    return this;
  }

  /**
   * It is a balancer.
   *
   * @param frontend where visitors come in, address and port or a port alone
   * @param stats the same of HAProxy's page
   */
  public AgentCommand balancer(String haproxy, Path config, String frontend, String stats) {
    env("HEARSAY_BALANCER_FRONTEND", frontend).env("HEARSAY_BALANCER_STATS", stats);
    return with("--role", "balancer", "--haproxy", haproxy, "--haproxy-config", config.toString());
  }

  /** The words. */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** What it finds in its environment. */
  public Map<String, String> environment() {
    return Map.copyOf(env);
  }

  /** Starts it on a host. */
  public Program start(Host host, Path log) {
    return Program.start("the agent of " + name, log, env, host.command(words));
  }
}
