package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged {@code hearsay top}, in a terminal and in a pipe, against a server that answers like
 * an agent.
 */
class TopIT {
  private static final Path DRIVER = Path.of("src/test/resources/terminal.py");
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    answer("/v1/members", TopScreenTest.MEMBERS);
    answer("/v1/proxy", TopScreenTest.PROXY);
    server.start();
  }

  private void answer(String path, String body) {
    server.createContext(
        path,
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private List<String> top(Subject subject, String... more) {
    var arguments =
        new ArrayList<>(List.of("top", "--http", "127.0.0.1:" + server.getAddress().getPort()));
    arguments.addAll(List.of(more));
    return subject.with(arguments);
  }

  /** What a program printed, and its exit code. */
  private record Ended(int code, String said) {}

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void inATerminalItRefreshesObeysKeysAndFitsAnySize() throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "python3 -c 'import pty'").start().waitFor() == 0,
        "python3 is there to make a terminal");
    assertThat(Files.exists(DRIVER)).isTrue();
    for (var subject : Subject.all()) {
      var command = new ArrayList<>(List.of("python3", DRIVER.toString()));
      command.addAll(top(subject, "--interval", "200ms"));
      var ended = run(command);
      assertThat(ended.code()).as(subject.name() + ": " + ended.said()).isZero();
    }
  }

  @Test
  void inAPipeItPrintsOnce() throws Exception {
    for (var subject : Subject.all()) {
      var ended = run(top(subject));
      assertThat(ended.code()).as(ended.said()).isZero();
      assertThat(ended.said())
          .contains("SERVICES (1)", "SERVERS (2)", "MEMBERS (2)", "web1")
          .doesNotContain("\u001b");
      var filtered = run(top(subject, "--filter", "WEB2", "--sort", "errors"));
      assertThat(filtered.said()).contains("SERVERS (1 of 2)", "web2").doesNotContain("web1 ");
      assertThat(run(top(subject, "--sort", "beauty")).code()).isEqualTo(ExitCode.USAGE);
    }
  }
}
