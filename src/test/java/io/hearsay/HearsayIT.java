package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.Test;

/** The packaged program, be it the jar or the native binary. */
@QuarkusMainIntegrationTest
class HearsayIT {
  @Test
  @Launch("version")
  void tellsItsVersion(LaunchResult result) {
    assertThat(result.getOutput()).containsPattern("[0-9]+\\.[0-9]+\\.[0-9]+");
  }

  @Test
  @Launch(
      value = {"members", "--http", "127.0.0.1:1"},
      exitCode = 3)
  void noAgentIsThree(LaunchResult result) {
    assertThat(result.getErrorOutput() + result.getOutput()).contains("127.0.0.1:1");
  }

  @Test
  @Launch(
      value = {"agent", "--bind", "nonsense", "--profile", "speedy"},
      exitCode = 2)
  void wrongSettingsAreToldAllAtOnce(LaunchResult result) {
    assertThat(result.getErrorOutput() + result.getOutput())
        .contains("--bind")
        .contains("--profile");
  }

  @Test
  @Launch(
      value = {
        "agent",
        "--bind",
        "127.0.0.1:17946",
        "--http",
        "127.0.0.1:17373",
        "--health",
        "127.0.0.1:17374",
        "--",
        "sh",
        "-c",
        "echo the application says $1; exit 7",
        "--",
        "hello"
      },
      exitCode = 7)
  void theCodeOfTheApplicationIsOurs(LaunchResult result) {
    assertThat(result.getOutput()).contains("the application says hello");
  }

  @Test
  @Launch(
      value = {
        "agent",
        "--bind",
        "127.0.0.1:17946",
        "--http",
        "127.0.0.1:17373",
        "--health",
        "127.0.0.1:17374",
        "--",
        "sh",
        "-c",
        "kill -TERM $PPID; exec sleep 60"
      },
      exitCode = 143)
  void aSignalEndsTheApplicationAndUs(LaunchResult result) {
    assertThat(result.getOutput() + result.getErrorOutput()).contains("left");
  }

  @Test
  @Launch(
      value = {"agent", "sleep"},
      exitCode = 2)
  void aCommandStandsAfterTheDashes(LaunchResult result) {
    assertThat(result.getErrorOutput() + result.getOutput()).contains("after --");
  }
}
