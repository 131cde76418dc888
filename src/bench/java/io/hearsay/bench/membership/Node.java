package io.hearsay.bench.membership;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An agent in a host. What it logs goes to the journal and to a file. */
final class Node {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Tool tool;
  private final String name;
  private final Network.Host host;
  private final Process process;
  private final CountDownLatch up = new CountDownLatch(1);
  private volatile long upAt;

  private Node(Tool tool, String name, Network.Host host, Process process) {
    this.tool = tool;
    this.name = name;
    this.host = host;
    this.process = process;
  }

  /** Starts one; returns at once. */
  static Node start(
      Tool tool,
      String name,
      Network.Host host,
      List<String> seeds,
      Journal journal,
      Path directory) {
    // nsenter becomes the program, so that the process is the agent itself.
    var command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + host.namespace()));
    command.addAll(tool.command(name, host.address(), seeds));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // What the user has set for other clusters must not reach these.
    builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
    builder.environment().putAll(tool.environment());
    builder.redirectInput(Path.of("/dev/null").toFile());
    try {
      var node = new Node(tool, name, host, builder.start());
      Thread.ofPlatform()
          .daemon()
          .name("log-" + name)
          .start(() -> node.follow(journal, directory.resolve(name + ".log")));
      return node;
    } catch (IOException e) {
      throw new Failure(name + " does not start: " + e.getMessage(), e);
    }
  }

  private void follow(Journal journal, Path file) {
    try (var lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var log =
            Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        tool.read(System.nanoTime(), name, line).ifPresent(journal::add);
        if (tool.up(line)) {
          upAt = System.nanoTime();
          up.countDown();
        }
        log.write(line);
        log.newLine();
        log.flush();
      }
    } catch (IOException e) {
      // It was killed; what it had to say has been read.
    }
  }

  String name() {
    return name;
  }

  Network.Host host() {
    return host;
  }

  String address() {
    return host.address();
  }

  /** The members that it lists. */
  List<Tool.Listed> members() {
    return tool.members(address());
  }

  /** Waits until its log says that it is up. */
  void awaitUp() {
    Await.until(name + " is up", START_LIMIT, () -> alive() && up.getCount() == 0);
  }

  /** When its log said so, of {@link System#nanoTime()}. */
  long upAt() {
    awaitUp();
    return upAt;
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** TERM, INT, STOP or CONT. */
  void signal(String signal) {
    Shell.sh("kill -" + signal + " " + process.pid());
  }

  /** Waits for its end; kills it if the limit passes first. */
  void ends(Duration limit) {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** Whether the process runs. */
  boolean alive() {
    if (!process.isAlive()) {
      throw new Failure(name + " has ended with " + process.exitValue() + ", see its log");
    }
    return true;
  }
}
