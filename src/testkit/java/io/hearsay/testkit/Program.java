package io.hearsay.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process started by this program. */
public final class Program {
  private static final Duration GONE_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final Process process;

  private Program(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Prepares one of our processes. It gets only the given settings of Hearsay, so that what the
   * user has set for other clusters does not reach it. Its input is empty, and its standard error
   * goes to its standard output, a pipe unless that is changed.
   */
  public static ProcessBuilder builder(Map<String, String> env, List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(env);
    return builder.redirectInput(Path.of("/dev/null").toFile());
  }

  /** Starts a process whose output is appended to a file. */
  public static Program start(
      String name, Path log, Map<String, String> env, List<String> command) {
    var output = ProcessBuilder.Redirect.appendTo(log.toFile());
    return start(name, builder(env, command).redirectOutput(output));
  }

  /**
   * Starts a process.
   *
   * @param name for messages
   * @throws Failure if it does not start
   */
  public static Program start(String name, ProcessBuilder builder) {
    try {
      return new Program(name, builder.start());
    } catch (IOException e) {
      throw new Failure(name + " does not start: " + e.getMessage(), e);
    }
  }

  /**
   * The command line of a small JVM of the kind that runs this program, since many share the host.
   */
  public static List<String> java(String heap, String classPath, String main, String... arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, heap, "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Its name in messages. */
  public String name() {
    return name;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Its handle. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The process, for its streams where they are pipes. */
  public Process process() {
    return process;
  }

  /** Its output, if it was started with a pipe. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Fails if it has ended. */
  public void mustLive() {
    if (!alive()) {
      throw new Failure(name + " has ended with " + code() + ", see its log");
    }
  }

  /** Its exit code, once it has ended. */
  public int code() {
    return process.exitValue();
  }

  /** Sends SIGTERM, unlike {@link Process#destroy()} without closing the pipe of its output. */
  public void terminate() {
    handle().destroy();
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() {
    process.destroyForcibly();
    ends(GONE_LIMIT);
  }

  /** Sends any signal by its short name through kill(1), as Java knows only two. */
  public void signal(String signal) {
    Command.sh("kill -" + signal + " " + pid());
  }

  /** Waits for the end; false if the limit passes first. */
  public boolean ends(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends SIGTERM, and SIGKILL at the limit; false if that was necessary. */
  public boolean stop(Duration limit) {
    terminate();
    return endsOrIsKilled(limit);
  }

  /** Waits for the end; sends SIGKILL and returns false if the limit passes first. */
  public boolean endsOrIsKilled(Duration limit) {
    boolean ended = ends(limit);
    if (!ended) {
      kill();
    }
    return ended;
  }
}
