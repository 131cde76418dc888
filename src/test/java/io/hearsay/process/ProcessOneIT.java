package io.hearsay.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program as process 1 of a PID namespace, as in a container without tini. */
class ProcessOneIT {
  private static final List<String> AGENT =
      List.of(
          "agent",
          "--bind",
          "127.14.9.1:7946",
          "--http",
          "127.14.9.1:7373",
          "--health",
          "127.14.9.1:7374",
          "--");

  /** The intermediate parent ends immediately; process 1 inherits the child that it leaves. */
  private static final String ORPHANS =
      """
      i=0; while [ $i -lt 1000 ]; do (sleep 0.05 &); i=$((i+1)); done
      for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        alive=0; zombies=0
        for stat in /proc/[0-9]*/stat; do
          read -r line <"$stat" || continue
          case $line in *"(sleep)"*) alive=$((alive+1)) ;; esac
          set -- ${line##*)}; if [ "$1" = Z ]; then zombies=$((zombies+1)); fi
        done 2>/dev/null
        if [ $alive = 0 ]; then break; fi
        sleep 0.5
      done
      echo "alive $alive zombies $zombies"
      exit 7
      """;

  @TempDir Path temp;

  static List<Subject> subjects() {
    return Subject.all();
  }

  private record Ended(int code, String said) {}

  private Ended run(List<String> command, boolean emptyPath)
      throws IOException, InterruptedException {
    var log = temp.resolve("log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
    if (emptyPath) {
      builder.environment().put("PATH", temp.toString());
    }
    var process = builder.start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("it did not end:\n" + Files.readString(log));
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }

  private static List<String> alone(Subject subject, String script) {
    var arguments = new ArrayList<>(AGENT);
    arguments.addAll(List.of("/bin/sh", "-c", script));
    var command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
    command.addAll(subject.with(arguments));
    return command;
  }

  private static void root() {
    boolean root = System.getProperty("user.name").equals("root");
    if (!root) {
      System.out.println("NOT TESTED: process 1; namespaces of processes need root");
    }
    assumeTrue(root);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aThousandOrphansLeaveNoZombiesAndTheExitCodeIsTheApplications(Subject subject)
      throws Exception {
    root();
    var ended = run(alone(subject, ORPHANS), false);
    assertThat(ended.said()).contains("alive 0 zombies 0");
    assertThat(ended.code()).as(ended.said()).isEqualTo(7);
  }

  /** The JDK waits for each of these: none of their exit codes may be taken away. */
  @ParameterizedTest
  @MethodSource("subjects")
  void exitCodesOfItsOwnChildrenAreNotTakenAway(Subject subject) throws Exception {
    root();
    for (int code : new int[] {0, 1, 42}) {
      assertThat(run(alone(subject, "exit " + code), false).code()).isEqualTo(code);
    }
  }

  @Test
  void theBinaryMakesASessionWithoutSetsid() throws Exception {
    var binary = Subject.binary();
    assumeTrue(binary.isPresent(), "there is no native binary");
    var arguments = new ArrayList<>(AGENT);
    arguments.addAll(
        List.of(
            "/bin/sh",
            "-c",
            "read -r line </proc/$$/stat; set -- ${line##*)}; [ \"$4\" = $$ ] || exit 9; exit 5"));
    var ended = run(binary.get().with(arguments), true);
    assertThat(ended.code()).as(ended.said()).isEqualTo(5);
  }
}
