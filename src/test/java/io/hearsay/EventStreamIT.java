package io.hearsay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.Relay;
import io.hearsay.testkit.Subject;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of {@code /v1/events} gets, from the jar and from the binary. */
@ParameterizedClass
@MethodSource("subjects")
class EventStreamIT {
  private static final String IP = "127.81.9.1";
  private static final int API = 17373;
  private static final Duration START = Duration.ofSeconds(60);

  private final Subject subject;
  @TempDir Path dir;
  private Process agent;

  EventStreamIT(Subject subject) {
    this.subject = subject;
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @BeforeEach
  void start() throws IOException {
    agent = Subject.start(subject.agent("it", IP), dir.resolve("log"));
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(
            () -> {
              connect().close();
              return true;
            });
  }

  @AfterEach
  void end() throws InterruptedException {
    agent.destroy();
    if (!agent.waitFor(20, TimeUnit.SECONDS)) {
      agent.destroyForcibly().waitFor();
    }
  }

  private static final Duration LONG = Duration.ofSeconds(11);

  private static Socket connect() throws IOException {
    var socket = new Socket(IP, API);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket to, String request, String body) throws IOException {
    var head = request + " HTTP/1.1\r\nHost: " + IP + "\r\nContent-Length: " + body.length();
    to.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(UTF_8));
  }

  /** The API answers 503 until the member listens. */
  private static void tell(String event, String payload) {
    await().until(() -> answer(event, payload), answer -> answer.endsWith(" 202"));
  }

  private static String answer(String event, String payload) throws IOException {
    try (var socket = connect()) {
      send(socket, "POST /v1/events/" + event, payload);
      return new String(socket.getInputStream().readNBytes(12), UTF_8);
    }
  }

  /** The next line that contains the text. */
  private static String expect(BufferedReader stream, String text) throws IOException {
    for (var line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("the stream has ended without " + text);
  }

  @Test
  void readersThatDisconnectInTheMiddleOfAnEventAreNoErrors() throws Exception {
    for (int round = 0; round < 40; round++) {
      try (var teller = connect()) {
        var readers = new ArrayList<Socket>();
        for (int i = 0; i < 8; i++) {
          var reader = connect();
          readers.add(reader);
          send(reader, "GET /v1/events", "");
          expect(new BufferedReader(new InputStreamReader(reader.getInputStream(), UTF_8)), "lis");
        }
        for (int i = 0; i < 20; i++) {
          send(teller, "POST /v1/events/deploy", "v" + i);
        }
        for (var reader : readers) {
          reader.setSoLinger(true, 0);
          reader.close();
        }
        // Answered in order, so this answer is the last one.
        send(teller, "GET /v1/nope", "");
        expect(new BufferedReader(new InputStreamReader(teller.getInputStream(), UTF_8)), " 404");
      }
    }
    assertThat(Files.readString(dir.resolve("log"))).doesNotContain(" ERROR ", "\tat ");
  }

  @Test
  void userEventsAreStreamedAndTheStreamGoesOn() throws Exception {
    try (var socket = connect();
        var stream = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      send(socket, "GET /v1/events", "");
      expect(stream, "listening");
      tell("deploy", "v7");
      assertThat(expect(stream, "deploy"))
          .startsWith("data:{\"from\":\"it\",\"name\":\"deploy\",\"payload\":\"v7\",\"time\":\"2");
      tell("again", "\"\\\n");
      assertThat(expect(stream, "again"))
          .startsWith(
              "data:{\"from\":\"it\",\"name\":\"again\",\"payload\":\"\\\"\\\\\\n\",\"time\":");
    }
    assertThat(Files.readString(dir.resolve("log"))).doesNotContain(" ERROR ");
  }

  /** The limit on the time for a request's body must not apply to a request that has none. */
  @Test
  void aReaderThatSendsNoBodyMayListenForLong() throws Exception {
    try (var socket = connect();
        var stream = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket
          .getOutputStream()
          .write(("GET /v1/events HTTP/1.1\r\nHost: " + IP + "\r\n\r\n").getBytes(UTF_8));
      expect(stream, "listening");
      long begun = System.nanoTime();
      await().atMost(LONG.plusSeconds(5)).until(() -> System.nanoTime() - begun > LONG.toNanos());
      tell("late", "v1");
      expect(stream, "late");
    }
  }

  private static final int MISSED = 100;

  /** The payloads of user events on a stream, from here to the last one. */
  private static List<String> payloads(BufferedReader stream) throws IOException {
    var payloads = new ArrayList<String>();
    while (payloads.isEmpty() || !payloads.getLast().equals("v" + (MISSED - 1))) {
      var line = expect(stream, "payload");
      payloads.add(line.replaceFirst(".*\"payload\":\"([^\"]*)\".*", "$1"));
    }
    return payloads;
  }

  private static List<String> all() {
    return IntStream.range(0, MISSED).mapToObj(i -> "v" + i).toList();
  }

  @Test
  void aReaderThatComesBackGetsWhatItMissed() throws Exception {
    String last;
    try (var socket = connect();
        var stream = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      send(socket, "GET /v1/events", "");
      // A reader that has received nothing yet also learns where to resume.
      last = expect(stream, "id:").substring(3).trim();
    }
    for (var payload : all()) {
      tell("deploy", payload);
    }
    try (var socket = connect();
        var stream = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      send(
          socket,
          "GET /v1/events?type=user,proxy-applied HTTP/1.1\r\nLast-Event-ID: " + last + "\r\nX: ",
          "");
      assertThat(payloads(stream)).isEqualTo(all());
    }
    try (var socket = connect();
        var stream = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      send(socket, "GET /v1/events HTTP/1.1\r\nLast-Event-ID: before-7\r\nX: ", "");
      assertThat(expect(stream, "event:")).isEqualTo("event:gap");
      assertThat(payloads(stream)).isEqualTo(all());
    }
    try (var socket = connect();
        var stream = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      send(socket, "GET /v1/events?type=user,usr", "");
      assertThat(stream.readLine()).contains(" 400 ");
    }
  }

  @Test
  void monitorReconnectsByItselfAndLosesNothing() throws Exception {
    var out = dir.resolve("monitor");
    try (var relay = new Relay(IP, API)) {
      var monitor =
          Subject.start(
              subject.with(
                  List.of(
                      "monitor", "--http", relay.address(), "--format", "json", "--type", "user")),
              out);
      try {
        // Repeated until the monitor listens.
        await()
            .atMost(START)
            .until(
                () -> {
                  tell("deploy", "first");
                  return Files.readString(out).contains("\"first\"");
                });
        relay.cut();
        for (var payload : all()) {
          tell("deploy", payload);
        }
        relay.mend();
        await().atMost(START).until(() -> Files.readString(out).contains("\"v" + (MISSED - 1)));
        var events =
            Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("{"))
                .map(JsonObject::new)
                .toList();
        assertThat(events.stream().map(e -> e.getJsonObject("data").getString("payload")).toList())
            .filteredOn(payload -> payload.startsWith("v"))
            .isEqualTo(all());
        assertThat(events)
            .allSatisfy(
                e -> {
                  assertThat(Instant.parse(e.getString("time"))).isAfter(Instant.EPOCH);
                  assertThat(e.getString("type")).isEqualTo("user");
                  assertThat(e.getString("id")).contains("-");
                });
      } finally {
        monitor.destroyForcibly();
      }
    }
  }
}
