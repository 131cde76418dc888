package io.hearsay.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: shells that behave as applications do, well and badly. */
class SupervisorTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir Path dir;
  private final List<String> life = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> over = new CompletableFuture<>();
  private final List<ProcessSettings> others = new ArrayList<>();
  private Runnable beforeOver = () -> {};
  private RestartPolicy restart = RestartPolicy.NO;
  private Duration startLimit = Duration.ZERO;
  private Duration stopLimit = LIMIT;
  private Supervisor supervisor;

  private void run(String... command) {
    var app =
        new ProcessSettings(
            "app",
            List.of(command),
            restart,
            ProcessSettings.Output.INHERITED,
            startLimit,
            stopLimit);
    supervisor =
        new Supervisor(
            new SuperviseSettings(Optional.of(app), others, List.of()),
            new Supervisor.AppWatcher() {
              @Override
              public void appStarted(long pid) {
                life.add("started");
              }

              @Override
              public void appEnded(int code) {
                life.add("ended " + code);
              }

              @Override
              public void appOver(int code) {
                beforeOver.run();
                over.complete(code);
              }
            });
    supervisor.start();
  }

  private void shell(String script) {
    run("sh", "-c", script.replace("DIR", dir.toString()));
  }

  private void beside(String name, String script) {
    others.add(
        new ProcessSettings(
            name,
            List.of("sh", "-c", script.replace("DIR", dir.toString())),
            RestartPolicy.NO,
            ProcessSettings.Output.RAW,
            Duration.ZERO,
            LIMIT));
  }

  private int code() throws Exception {
    return over.get(20, TimeUnit.SECONDS);
  }

  private String file(String name) {
    try {
      return Files.readString(dir.resolve(name)).trim();
    } catch (IOException e) {
      return "";
    }
  }

  private long pid(String name) {
    await().until(() -> !file(name).isEmpty());
    return Long.parseLong(file(name));
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @AfterEach
  void end() throws InterruptedException {
    supervisor.kill();
  }

  /** The agent ends with the code that it knows when the stop is done. */
  @Test
  void aStopIsDoneOnceTheCodeIsReported() throws Exception {
    var stopped = new CountDownLatch(1);
    var stoppedTooSoon = new AtomicBoolean();
    beforeOver = () -> stoppedTooSoon.set(holdsWithinASecond(stopped));
    shell("trap 'exit 9' TERM; touch DIR/up; while :; do sleep 0.05; done");
    await().until(() -> Files.exists(dir.resolve("up")));

    supervisor.stopApp(LIMIT);
    stopped.countDown();

    assertThat(code()).isEqualTo(9);
    assertThat(stoppedTooSoon).isFalse();
  }

  private static boolean holdsWithinASecond(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void itsExitCodeIsReported() throws Exception {
    shell("exit 7");
    assertThat(code()).isEqualTo(7);
    assertThat(life).containsExactly("started", "ended 7");
  }

  @Test
  void aFatalSignalIsReportedAsAShellDoes() throws Exception {
    shell("kill -KILL $$");
    assertThat(code()).isEqualTo(137);
  }

  @Test
  void aMissingProgramEndsAsInAShell() throws Exception {
    run("no-such-program");
    assertThat(code()).isEqualTo(127);
  }

  @Test
  void anUnexecutableProgramEndsAsInAShell() throws Exception {
    run(Files.writeString(dir.resolve("text"), "text").toString());
    assertThat(code()).isEqualTo(126);
  }

  @Test
  void ourOwnSettingsAreNotInItsEnvironment() throws Exception {
    assertThat(System.getenv("HEARSAY_OF_THE_TESTS"))
        .as("set in the pom, or this proves nothing")
        .isNotNull();
    shell("env > DIR/env");
    assertThat(code()).isZero();
    assertThat(file("env")).contains("PATH=").doesNotContain("HEARSAY_");
  }

  @Test
  void itRunsInASessionOfItsOwn() throws Exception {
    shell("cut -d' ' -f1,6 /proc/$$/stat > DIR/stat");
    assertThat(code()).isZero();
    var numbers = file("stat").split(" ", -1);
    assertThat(numbers[0]).isEqualTo(numbers[1]);
  }

  @Test
  void itIsAskedToEndAndGivenTime() throws Exception {
    shell("trap 'sleep 0.3; exit 3' TERM; echo $$ > DIR/pid; while :; do sleep 0.05; done");
    pid("pid");
    supervisor.stopApp(LIMIT);
    assertThat(code()).isEqualTo(3);
  }

  @Test
  void aProgramThatDoesNotEndInTimeIsKilledWithItsChildren() throws Exception {
    stopLimit = Duration.ofMillis(200);
    shell("trap '' TERM; sleep 1000 & echo $! > DIR/child; while :; do sleep 0.05; done");
    long child = pid("child");
    supervisor.stopApp(LIMIT);
    assertThat(code()).isEqualTo(137);
    await().until(() -> !runs(child));
  }

  @Test
  void theCallersLimitAppliesIfItIsShorter() throws Exception {
    stopLimit = Duration.ofMinutes(1);
    shell("trap '' TERM; echo $$ > DIR/pid; while :; do sleep 0.05; done");
    pid("pid");
    supervisor.stopApp(Duration.ofMillis(100));
    assertThat(code()).isEqualTo(137);
  }

  @Test
  void processesLeftBehindAreEnded() throws Exception {
    shell("sh -c 'sleep 1000 & echo $! > DIR/orphan'; exit 0");
    assertThat(code()).isZero();
    long orphan = pid("orphan");
    await().until(() -> !runs(orphan));
  }

  @Test
  void aFailingProgramIsRestartedUntilItSucceeds() throws Exception {
    restart = RestartPolicy.ON_FAILURE;
    shell("test -e DIR/second && exit 0; touch DIR/second; exit 5");
    assertThat(code()).isZero();
    assertThat(life).containsExactly("started", "ended 5", "started", "ended 0");
    assertThat(supervisor.appStarts()).isEqualTo(2);
    assertThat(supervisor.restarts().values()).containsExactly(1);
  }

  @Test
  void aProgramThatMustAlwaysRunIsRestartedUntilItIsStopped() throws Exception {
    restart = RestartPolicy.ALWAYS;
    shell("test -e DIR/second && echo $$ > DIR/pid && exec sleep 1000; touch DIR/second");
    pid("pid");
    supervisor.stopApp(LIMIT);
    assertThat(code()).isEqualTo(143);
    assertThat(supervisor.appStarts()).isEqualTo(2);
  }

  @Test
  void aStopEndsThePauseBeforeTheNextStart() throws Exception {
    restart = RestartPolicy.ALWAYS;
    shell("exit 9");
    await().until(() -> life.contains("ended 9"));
    supervisor.stopApp(LIMIT);
    assertThat(code()).isEqualTo(9);
  }

  @Test
  void aProgramThatIsNotWellInTimeIsStoppedAndFails() throws Exception {
    startLimit = Duration.ofMillis(300);
    shell("exec sleep 1000");
    assertThat(code()).isEqualTo(124);
  }

  @Test
  void aProgramThatIsWellInTimeGoesOn() throws Exception {
    startLimit = Duration.ofMillis(300);
    shell("trap 'exit 4' TERM; echo $$ > DIR/pid; while :; do sleep 0.05; done");
    pid("pid");
    supervisor.appIsWell();
    await().pollDelay(startLimit.multipliedBy(2)).until(() -> runs(pid("pid")));
    supervisor.stopApp(LIMIT);
    assertThat(code()).isEqualTo(4);
  }

  @Test
  void signalsAreForwarded() throws Exception {
    shell("trap 'exit 11' USR2; echo $$ > DIR/pid; while :; do sleep 0.05; done");
    pid("pid");
    supervisor.signalApp("USR2");
    assertThat(code()).isEqualTo(11);
  }

  @Test
  void programsBesideItStartBeforeAndStopAfter() throws Exception {
    beside(
        "log",
        "trap 'echo log >> DIR/ends; exit' TERM; echo $$ > DIR/log; while :; do sleep 0.05; done");
    beside(
        "cron",
        "trap 'echo cron >> DIR/ends; exit' TERM; echo $$ > DIR/cron; while :; do sleep 0.05; done");
    shell(
        "trap 'echo app >> DIR/ends; exit' TERM; echo $$ > DIR/pid; while :; do sleep 0.05; done");
    pid("log");
    pid("cron");
    pid("pid");
    supervisor.stopApp(LIMIT);
    supervisor.stopOthers(LIMIT);
    assertThat(file("ends").lines()).containsExactly("app", "cron", "log");
  }

  @Test
  void allAreKilledTogether() throws Exception {
    beside("log", "trap '' TERM; echo $$ > DIR/log; while :; do sleep 0.05; done");
    shell("trap '' TERM; echo $$ > DIR/pid; while :; do sleep 0.05; done");
    long log = pid("log");
    pid("pid");
    supervisor.kill();
    assertThat(code()).isEqualTo(137);
    await().until(() -> !runs(log));
  }
}
