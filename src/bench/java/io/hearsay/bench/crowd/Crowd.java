package io.hearsay.bench.crowd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process with many members, each with a name, an address and tags. */
public final class Crowd implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Program program;
  private final PrintWriter orders;
  private final BufferedReader answers;

  /**
   * Starts the process, without members.
   *
   * @param host whose addresses they have
   * @param classes the class path of the benchmark and the product
   * @param heap as {@code -Xmx64m}
   * @param profile that all members have
   * @param seeds which they join
   * @param log of its standard error
   */
  public Crowd(
      Host host, String classes, String heap, String profile, List<String> seeds, Path log) {
    var words = new ArrayList<>(List.of(profile));
    words.addAll(seeds);
    var main = Main.class.getName();
    var command = host.command(Program.java(heap, classes, main, words.toArray(new String[0])));
    program =
        Program.start(
            "the crowd",
            Program.builder(Map.of(), command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(false)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())));
    orders = new PrintWriter(program.process().getOutputStream(), true, UTF_8);
    answers = new BufferedReader(new InputStreamReader(program.output(), UTF_8));
  }

  /** Adds a member to those that the next start is for; tags are {@code KEY=VALUE} words. */
  public void add(String name, String address, String tags) {
    orders.println("add " + name + " " + address + " " + tags);
  }

  /** Starts the members that were added; {@link #done} waits until all have met. */
  public void start() {
    orders.println("start");
  }

  /** Sets tags of a member; {@link #done} waits for it. */
  public void tags(String name, String tags) {
    orders.println("tags " + name + " " + tags);
  }

  /** Has a member leave the cluster; {@link #done} waits for it. */
  public void leave(String name) {
    orders.println("leave " + name);
  }

  /** Waits until the last order has been carried out; there is one call of this for each order. */
  public void done() {
    try {
      var answer = answers.readLine();
      if (!Main.DONE.equals(answer)) {
        throw new Failure("the crowd says \"" + answer + "\", see its log");
      }
    } catch (IOException e) {
      throw new Failure("the crowd has ended, see its log", e);
    }
  }

  @Override
  public void close() {
    program.stop(LIMIT);
  }
}
