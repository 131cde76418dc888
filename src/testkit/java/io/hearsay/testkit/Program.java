package io.hearsay.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that was started here. */
public final class Program {
  private static final Duration GONE_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final Process process;

  private Program(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * What a process of ours is started with. It knows no settings of Hearsay but the given ones:
   * what the user has set for other clusters must not reach these. It reads nothing, and its
   * standard error is its standard output, which is a pipe unless that is changed.
   */
  public static ProcessBuilder builder(Map<String, String> env, List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(env);
    return builder.redirectInput(Path.of("/dev/null").toFile());
  }

  /** Starts one whose output is appended to a file. */
  public static Program start(
      String name, Path log, Map<String, String> env, List<String> command) {
    var output = ProcessBuilder.Redirect.appendTo(log.toFile());
    return start(name, builder(env, command).redirectOutput(output));
  }

  /**
   * Starts one.
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

  /** The command of a small virtual machine of the kind that runs this: many share the host. */
  public static List<String> java(String heap, String classPath, String main, String... arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, heap, "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** What it is called in messages. */
  public String name() {
    return name;
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** As the system sees it. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** For its streams, where they are pipes. */
  public Process process() {
    return process;
  }

  /** What it prints, if it was started with a pipe. */
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

  /** SIGTERM. Not {@link Process#destroy()}, which closes the pipe of its output, too. */
  public void terminate() {
    handle().destroy();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    ends(GONE_LIMIT);
  }

  /** Any signal by its short name, by kill(1), as Java knows only two. */
  public void signal(String signal) {
    Command.sh("kill -" + signal + " " + pid());
  }

  /** Waits for the end. False if the limit passes first. */
  public boolean ends(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** SIGTERM, and SIGKILL if it does not end within the limit; false if that was needed. */
  public boolean stop(Duration limit) {
    terminate();
    return endsOrIsKilled(limit);
  }

  /** Waits for the end; SIGKILL if the limit passes first, and false. */
  public boolean endsOrIsKilled(Duration limit) {
    boolean ended = ends(limit);
    if (!ended) {
      kill();
    }
    return ended;
  }
}
