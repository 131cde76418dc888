package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearsay.testkit.Started;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGTERM and SIGINT in turn, at moments spread evenly over the first 2 s after exec: alone, with
 * an application, as a balancer and as process 1. A member that has joined by then leaves, and no
 * process stays behind.
 */
@ParameterizedClass
@MethodSource("subjects")
class SignalMomentsIT {
  /** Set {@code HEARSAY_SIGNAL_MOMENTS=200} for a thorough run. */
  private static final int MOMENTS =
      Integer.parseInt(System.getenv().getOrDefault("HEARSAY_SIGNAL_MOMENTS", "15"));

  /** Measured from exec. */
  private static final Duration SPAN = Duration.ofSeconds(2);

  /** The default of hearsay.stop.total, plus a margin for a busy machine. */
  private static final Duration STOP = Duration.ofSeconds(10);

  /**
   * An orderly end, or an end before anything was started: by the signal's default action, or
   * caught.
   */
  private static final Set<Integer> PLAIN = Set.of(0, 130, 143);

  private static final String WITNESS = "127.83.7.1";

  @TempDir Path dir;
  private final Subject subject;
  private final Started started = new Started();
  private long longest;
  private int dropped;

  SignalMomentsIT(Subject subject) {
    this.subject = subject;
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @AfterEach
  void end() {
    started.close();
  }

  @Test
  void alone() throws Exception {
    var witness = witness();
    for (int i = 0; i < MOMENTS; i++) {
      signalled(i, PLAIN, subject.agent("moment" + i, "127.83.7.2", "--join", WITNESS + ":17946"));
      assertNobodyFailed(i);
    }
    told("alone");
    ends(witness);
  }

  @Test
  void withAnApplication() throws Exception {
    var witness = witness();
    var pids = dir.resolve("pids");
    var app = "echo $$ >> " + pids + "; trap 'exit 7' TERM; while :; do sleep 0.05; done";
    for (int i = 0; i < MOMENTS; i++) {
      signalled(
          i,
          Set.of(0, 7, 130, 143),
          subject.agent(
              "m" + i, "127.83.7.3", "--join", WITNESS + ":17946", "--", "sh", "-c", app));
      assertNobodyFailed(i);
      if (Files.exists(pids)) {
        assertThat(Files.readAllLines(pids)).as("moment %d", i).noneMatch(SignalMomentsIT::lives);
      }
    }
    told("with an application");
    ends(witness);
  }

  /** HAProxy is its child, and ends with it. */
  @Test
  void asABalancer() throws Exception {
    var witness = witness();
    var config = dir.resolve("proxy").resolve("haproxy.cfg");
    Files.createDirectories(config.getParent());
    for (int i = 0; i < MOMENTS; i++) {
      var command =
          new ArrayList<>(
              List.of(
                  "env",
                  "PATH=" + System.getenv("PATH") + ":/usr/local/sbin:/usr/sbin",
                  "HEARSAY_BALANCER_RUN_DIR=" + config.getParent(),
                  "HEARSAY_BALANCER_FRONTEND=127.83.7.4:18080",
                  "HEARSAY_BALANCER_STATS=127.83.7.4:11936"));
      command.addAll(
          subject.agent("b" + i, "127.83.7.4", "--join", WITNESS + ":17946", "--role", "balancer"));
      command.addAll(List.of("--haproxy-config", config.toString()));
      signalled(i, PLAIN, command);
      assertNobodyFailed(i);
      assertThat(running(config.toString())).as("moment %d, log:%n%s", i, log()).isEmpty();
    }
    told("as a balancer");
    ends(witness);
  }

  /**
   * In a process namespace of its own, with an application. The kernel drops signals to process 1
   * while it has no handler for them; such a signal is sent again once there is one.
   */
  @Test
  void asProcessOne() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.out.println("NOT TESTED: signals to process 1; namespaces of processes need root");
    }
    assumeTrue(root);
    var witness = witness();
    // Ends only on SIGTERM, and would be visible from here if it outlived the namespace.
    var app = "trap 'exit 7' TERM; : " + dir + "; while :; do sleep 0.05; done";
    for (int i = 0; i < MOMENTS; i++) {
      var command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
      var arguments = new ArrayList<>(List.of("--join", WITNESS + ":17946"));
      if (i % 4 < 2) {
        arguments.addAll(List.of("--", "sh", "-c", app));
      }
      command.addAll(subject.agent("one" + i, "127.83.7.5", arguments.toArray(String[]::new)));
      signalled(i, Set.of(0, 7, 130, 143), command);
      assertNobodyFailed(i);
      assertThat(running("trap 'exit 7' TERM; : " + dir)).as("moment %d", i).isEmpty();
    }
    told("as process 1");
    ends(witness);
  }

  private Process witness() throws Exception {
    var process = start(subject.agent("witness", WITNESS));
    await()
        .atMost(30, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> get("http://" + WITNESS + ":17374/q/health/started").contains("UP"));
    return process;
  }

  private Process start(List<String> command) throws IOException {
    return started.start(command, dir);
  }

  private String log() throws IOException {
    return started.log();
  }

  private static String get(String url) throws IOException {
    var connection = URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(10_000);
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void assertNobodyFailed(int moment) throws IOException {
    assertThat(get("http://" + WITNESS + ":17373/v1/members"))
        .as("moment %d, log:%n%s", moment, log())
        .doesNotContain("\"failed\"")
        .doesNotContain("\"suspect\"");
  }

  /** No member was declared failed by the end either, and the witness leaves. */
  private void ends(Process witness) throws Exception {
    assertNobodyFailed(MOMENTS);
    Subject.signal("TERM", witness.pid());
    assertThat(witness.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(witness.exitValue()).isZero();
  }

  private void told(String how) {
    System.out.printf(
        "%s, %s: %d moments, ended within %d ms at worst; %d signals came before there was"
            + " a handler, and were dropped by the kernel%n",
        subject.name(), how, MOMENTS, TimeUnit.NANOSECONDS.toMillis(longest), dropped);
  }

  private void signalled(int moment, Set<Integer> codes, List<String> command) throws Exception {
    boolean first = command.getFirst().equals("unshare");
    var process = start(command);
    long pid = first ? child(process) : process.pid();
    long at = System.nanoTime() + SPAN.toNanos() * moment / MOMENTS;
    for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    var signal = moment % 2 == 0 ? "TERM" : "INT";
    // Neither process 1 nor a process that was started with the signal ignored, as in the
    // background, receives it then.
    if (!catches(pid, signal) && (first || has(pid, "SigIgn:", signal))) {
      dropped++;
      Subject.signal(signal, pid);
      await().atMost(STOP).until(() -> !process.isAlive() || catches(pid, signal));
    }
    long told = System.nanoTime();
    Subject.signal(signal, pid);
    assertThat(process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS))
        .as("moment %d, log:%n%s", moment, log())
        .isTrue();
    longest = Math.max(longest, System.nanoTime() - told);
    // A JVM that is still starting ends with 1 and says so.
    if (!log().contains("Error occurred during initialization of VM")) {
      assertThat(process.exitValue()).as("moment %d, log:%n%s", moment, log()).isIn(codes);
    }
    assertThat(process.descendants()).isEmpty();
  }

  private static long child(Process process) {
    await()
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .atMost(STOP)
        .until(() -> process.children().findAny().isPresent());
    return process.children().findAny().orElseThrow().pid();
  }

  private static boolean catches(long pid, String signal) {
    return has(pid, "SigCgt:", signal);
  }

  /** Whether the signal is in one of the process's signal sets; false once the process is gone. */
  private static boolean has(long pid, String set, String signal) {
    try {
      var mask =
          Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
              .filter(line -> line.startsWith(set))
              .map(line -> line.substring(line.indexOf('\t') + 1))
              .findFirst()
              .orElse("0");
      int number = signal.equals("TERM") ? 15 : 2;
      return (Long.parseUnsignedLong(mask, 16) >> (number - 1) & 1) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean lives(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.trim())).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Processes, other than this one, whose command line contains the words. */
  private static List<String> running(String words) throws IOException {
    var found = new ArrayList<String>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        try {
          var line = Files.readString(process.resolve("cmdline")).replace('\0', ' ');
          if (line.contains(words)) {
            found.add(line);
          }
        } catch (IOException e) {
          // The process has ended in the meantime.
        }
      }
    }
    return found;
  }
}
