package io.hearsay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which event loop serves whom: callers of the API queue apart from members and from health checks.
 * A request wakes up the event loop that serves it, so context switches are counted.
 */
@ParameterizedClass
@MethodSource("io.hearsay.testkit.Subject#all")
class EventLoopsIT {
  private static final String IP = "127.13.9.1";
  private static final String API = "http://" + IP + ":17373/v1/agent";
  private static final String HEALTH = "http://" + IP + ":17374/q/health/live";
  private static final int CALLS = 400;

  /** The kernel's name of an event loop thread: the end of it, or its beginning on a JVM. */
  private static final Pattern LOOP = Pattern.compile("ntloop-thread-\\d|vert\\.x-eventloo");

  private final Subject subject;
  @TempDir Path dir;
  private Process agent;

  EventLoopsIT(Subject subject) {
    this.subject = subject;
  }

  @BeforeEach
  void start() throws IOException {
    agent = Subject.start(subject.agent("loops", IP), dir.resolve("log"));
    await().atMost(30, TimeUnit.SECONDS).until(this::isUp);
  }

  @AfterEach
  void stop() throws InterruptedException {
    agent.destroyForcibly().waitFor();
  }

  @Test
  void callersOfTheApiDelayNeitherMembersNorHealthChecks() throws Exception {
    var api =
        asked(
            () -> {
              // Several connections, so that each of the API's loops gets one.
              for (int i = 0; i < 4; i++) {
                call(API, CALLS / 4, () -> {});
              }
            });
    var health = asked(() -> call(HEALTH, CALLS, () -> {}));

    assertThat(api).as("the API's loops").hasSize(2);
    assertThat(health).as("the loop of health").hasSize(1).doesNotContainAnyElementsOf(api);
    try (var socket = new DatagramSocket()) {
      var words = "no member's words".getBytes(US_ASCII);
      var datagram = new DatagramPacket(words, words.length, new InetSocketAddress(IP, 17946));
      // A datagram between any two calls, so that each finds its loop waiting.
      var members = asked(() -> call(API, CALLS, () -> socket.send(datagram)));
      assertThat(members).as("those of the API and the members").containsAll(health);
    }
  }

  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** The event loops that wake up about as often as the action makes calls. */
  private Set<Path> asked(Action action) throws IOException, InterruptedException {
    var before = switches();
    action.run();
    return switches().entrySet().stream()
        .filter(loop -> loop.getValue() - before.getOrDefault(loop.getKey(), 0L) >= CALLS / 4)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** One call after another over one connection, with an action before each. */
  private static void call(String address, int times, Action before)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(address)).version(HttpClient.Version.HTTP_1_1).build();
      for (int i = 0; i < times; i++) {
        before.run();
        assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(200);
      }
    }
  }

  private boolean isUp() {
    try {
      call("http://" + IP + ":17374/q/health/started", 1, () -> {});
      return true;
    } catch (IOException | AssertionError e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often each event loop has waited so far, by its path below /proc. */
  private Map<Path, Long> switches() throws IOException {
    var all = new HashMap<Path, Long>();
    try (var threads = Files.list(Path.of("/proc/" + agent.pid() + "/task"))) {
      for (var thread : threads.toList()) {
        try {
          if (LOOP.matcher(Files.readString(thread.resolve("comm")).strip()).matches()) {
            all.put(thread, waited(thread));
          }
        } catch (NoSuchFileException e) {
          // The thread has ended.
        }
      }
    }
    return all;
  }

  private static long waited(Path thread) throws IOException {
    for (var line : Files.readAllLines(thread.resolve("status"))) {
      if (line.startsWith("voluntary_ctxt_switches:")) {
        return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    throw new IllegalStateException(thread.toString());
  }
}
