package io.hearsay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path directory;

  /** The build sets HEARSAY_OF_THE_TESTS for the tests' own process. */
  @Test
  void itGetsOnlyTheGivenSettingsOfHearsay() throws Exception {
    var log = directory.resolve("log");
    var program =
        Program.start("env", log, Map.of("HEARSAY_NAME", "x"), List.of("sh", "-c", "env; cat"));
    assertThat(program.ends(LIMIT)).isTrue();
    assertThat(Files.readAllLines(log))
        .contains("HEARSAY_NAME=x")
        .noneMatch(line -> line.startsWith("HEARSAY_OF_THE_TESTS="));
  }

  @Test
  void aProgramThatIgnoresSigtermIsKilledAtTheLimit() throws Exception {
    var log = directory.resolve("log");
    var script = "trap '' TERM; echo ready; while :; do sleep 0.1; done";
    var program = Program.start("deaf", log, Map.of(), List.of("sh", "-c", script));
    Await.until("it was not ready", LIMIT, () -> Files.readString(log).contains("ready"));

    assertThat(program.stop(Duration.ofMillis(200))).isFalse();

    assertThat(program.alive()).isFalse();
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(program::mustLive)
        .withMessage("deaf has ended with 137, see its log");
  }

  @Test
  void itsOutputIsReadToTheEndAfterSigterm() throws Exception {
    var script = "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.1; done";
    var command = List.of("sh", "-c", script);
    var program = Program.start("polite", Program.builder(Map.of(), command));
    assertThat(program.output().readNBytes(6)).asString().isEqualTo("ready\n");

    assertThat(program.stop(LIMIT)).isTrue();

    assertThat(program.output().readAllBytes()).asString().isEqualTo("bye\n");
    assertThat(program.code()).isEqualTo(3);
  }

  @Test
  void aCommandThatFailsSaysWhatItPrintedAndItsCode() {
    assertThat(Command.sh("echo a; echo b >&2")).isEqualTo("a");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Command.sh("echo out; echo err >&2; false; echo never"))
        .withMessageContaining("ended with 1: out\nerr");
    var outcome = Command.attempt(Map.of(), List.of("sh", "-c", "echo no >&2; exit 4"));
    assertThat(outcome).isEqualTo(new Command.Outcome(4, "", "no"));
  }
}
