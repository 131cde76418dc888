package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearsay.testkit.FreePort;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Started;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes every mistake of {@link Mistakes} with the native binary. {@link MistakesTest} makes them
 * in the JVM, where each command line is not a process.
 */
class MistakesIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String IP = "127.63.9.1";

  @TempDir Path dir;

  private Mistakes.Ended run(Subject subject, List<String> words)
      throws IOException, InterruptedException {
    var out = dir.resolve("out");
    var err = dir.resolve("err");
    var builder =
        new ProcessBuilder(subject.with(words))
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
    var process = builder.start();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return new Mistakes.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void everyMistakeIsRefusedWithItsCauseAndARemedy() throws Exception {
    var binary = Subject.binary();
    assumeTrue(binary.isPresent(), "a native binary is built");
    var subject = binary.get();
    Mistakes.files(dir);
    var nowhere = "127.0.0.1:" + FreePort.any();
    var api = "http://" + IP + ":17373";
    var http = new Http(LIMIT);
    var wrong = new ArrayList<String>();
    try (var started = new Started()) {
      started.start(
          subject.agent("solo", IP, "--tag", "role=backend", "--tag", "zone=a", "--check", "none"),
          Files.createDirectory(dir.resolve("agent")));
      await()
          .atMost(LIMIT)
          .ignoreExceptions()
          .until(() -> http.get(api + "/v1/agent").statusCode() == 200);
      var before = http.get(api + "/v1/members").body();
      for (var mistake : Mistakes.typed()) {
        wrong.addAll(
            mistake.wrong(
                run(subject, Mistakes.words(mistake.arguments(), IP + ":17373", nowhere, dir))));
      }
      for (var mistake : Mistakes.sent()) {
        var answer =
            http.send(
                mistake.method(),
                api + mistake.path(),
                mistake.body(),
                "Content-Type",
                "application/json");
        wrong.addAll(
            mistake.wrong(
                answer.statusCode(),
                answer.headers().firstValue("content-type").orElse(""),
                answer.body()));
      }
      assertThat(http.get(api + "/v1/members").body()).as("nothing was changed").isEqualTo(before);
    }
    System.out.printf(
        "mistakes with the binary: %d on the command line, %d in JSON, %d findings%n",
        Mistakes.typed().size(), Mistakes.sent().size(), wrong.size());
    assertThat(wrong).isEmpty();
  }
}
