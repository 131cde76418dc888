package io.hearsay.bench.membership;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** An agent on a host. Its log goes to the journal and to a file. */
final class Node {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Tool tool;
  private final String name;
  private final Host host;
  private final Program program;
  private final CountDownLatch up = new CountDownLatch(1);
  private volatile long upAt;

  private Node(Tool tool, String name, Host host, Program program) {
    this.tool = tool;
    this.name = name;
    this.host = host;
    this.program = program;
  }

  /** Starts an agent; returns immediately. */
  static Node start(
      Tool tool, String name, Host host, List<String> seeds, Journal journal, Path directory) {
    var command = host.command(tool.command(name, host.address(), seeds));
    var program = Program.start(name, Program.builder(tool.environment(), command));
    var node = new Node(tool, name, host, program);
    Thread.ofPlatform()
        .daemon()
        .name("log-" + name)
        .start(() -> node.follow(journal, directory.resolve(name + ".log")));
    return node;
  }

  private void follow(Journal journal, Path file) {
    try (var lines =
            new BufferedReader(new InputStreamReader(program.output(), StandardCharsets.UTF_8));
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
      // It was killed; everything that it had written has been read.
    }
  }

  String name() {
    return name;
  }

  Host host() {
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
    Await.until(name + " did not come up", START_LIMIT, () -> alive() && up.getCount() == 0);
  }

  /** When its log said that it is up, of {@link System#nanoTime()}. */
  long upAt() {
    awaitUp();
    return upAt;
  }

  /** Sends SIGKILL without waiting, so that several can die together. */
  void kill() {
    program.handle().destroyForcibly();
  }

  /** Sends TERM, INT, STOP or CONT. */
  void signal(String signal) {
    program.signal(signal);
  }

  /** Waits for the end; kills it if the limit passes first. */
  void ends(Duration limit) {
    program.endsOrIsKilled(limit);
  }

  /** Returns true; fails if the process has ended. */
  boolean alive() {
    program.mustLive();
    return true;
  }
}
