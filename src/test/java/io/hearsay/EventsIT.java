package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events reach who reads them from the packaged program: what a binary cannot write it notices only
 * when it has to.
 */
class EventsIT {
  private static final String API = "http://127.83.8.1:17373/v1/";

  @TempDir Path dir;

  static Iterable<Subject> subjects() {
    return Subject.all();
  }

  private static HttpURLConnection open(String path) throws IOException {
    var connection = (HttpURLConnection) URI.create(API + path).toURL().openConnection();
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(20_000);
    return connection;
  }

  private static int tell(String name, String payload) throws IOException {
    var call = open("events/" + name);
    call.setDoOutput(true);
    call.getOutputStream().write(payload.getBytes(StandardCharsets.UTF_8));
    return call.getResponseCode();
  }

  private static String data(BufferedReader events) throws IOException {
    for (var line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("data:")) {
        return line;
      }
    }
    return "the stream has ended";
  }

  @ParameterizedTest
  @MethodSource("subjects")
  @Timeout(120)
  void userEventsReachAReader(Subject subject) throws Exception {
    var agent = Subject.start(subject.agent("one", "127.83.8.1"), dir.resolve("one"));
    try {
      await()
          .atMost(30, TimeUnit.SECONDS)
          .ignoreExceptions()
          .until(() -> open("agent").getResponseCode() == 200);
      try (var events =
          new BufferedReader(
              new InputStreamReader(open("events").getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(events.readLine()).contains("listening");
        assertThat(tell("deploy", "v7")).isEqualTo(202);
        assertThat(data(events))
            .isEqualTo("data:{\"from\":\"one\",\"name\":\"deploy\",\"payload\":\"v7\"}");
      }
    } finally {
      agent.destroyForcibly();
    }
  }
}
