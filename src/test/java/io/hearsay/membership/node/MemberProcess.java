package io.hearsay.membership.node;

import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A member in a process of its own, in a network namespace that stands for a host of its own. It
 * prints what it knows ten times a second, in one line.
 */
final class MemberProcess implements AutoCloseable {
  private static final String DISCOVER = "discover=";

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private volatile String last = "";

  /**
   * Starts a member with all defaults except these.
   *
   * @param advertise as the option, or empty
   * @param seeds as the option; {@code discover=NAME} is that option instead
   */
  MemberProcess(String namespace, String name, String advertise, String... seeds)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProcess.class.getName(),
                name,
                advertise));
    command.addAll(List.of(seeds));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var reader = new Thread(this::read, name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("members ")) {
          last = line;
        } else {
          synchronized (lines) {
            lines.add(line);
          }
        }
      }
    } catch (IOException e) {
      last = e.toString();
    }
  }

  /** The latest line: what it knows now. */
  String last() {
    return last;
  }

  /** Everything else it has printed. */
  String log() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** The process; its arguments: the name, the address to advertise, and seeds. */
  public static void main(String[] args) throws Exception {
    var seeds = new ArrayList<>(List.of(args).subList(2, args.length));
    var values = MembershipOption.GROUP.defaults().with(MembershipOption.NAME, args[0]);
    if (!seeds.isEmpty() && seeds.getFirst().startsWith(DISCOVER)) {
      var service = seeds.removeFirst().substring(DISCOVER.length());
      values = values.with(MembershipOption.DISCOVER, service);
    }
    values = values.with(MembershipOption.JOIN, seeds);
    if (!args[1].isEmpty()) {
      values = values.with(MembershipOption.ADVERTISE, args[1]);
    }
    var settings = new ClusterSettings(values, Tags.of(Map.of()), true);
    var cluster =
        ClusterNode.start(settings, Vertx.vertx()).toCompletableFuture().get(20, TimeUnit.SECONDS);
    while (!Thread.interrupted()) {
      var figures = cluster.figures();
      var text = new StringBuilder("members");
      for (var member : cluster.view().members()) {
        text.append(' ').append(member.name()).append('=').append(member.status().text());
        text.append('@').append(new HostPort(member.address().getHostAddress(), member.port()));
      }
      text.append(" received=").append(figures.counters().getOrDefault("packets.received", 0L));
      System.out.println(text + " trouble=" + figures.refusal());
      Thread.sleep(100);
    }
  }
}
