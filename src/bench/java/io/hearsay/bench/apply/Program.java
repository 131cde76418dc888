package io.hearsay.bench.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the benchmark, its output in a file. */
public final class Program {
  private final String name;
  private final Process process;

  private Program(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Starts one that knows no settings of Hearsay but the given ones. */
  public static Program start(
      String name, Path log, Map<String, String> env, List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(env);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new Program(name, builder.start());
    } catch (IOException e) {
      throw new Failure(name + " does not start: " + e.getMessage(), e);
    }
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Fails if it has ended. */
  public void mustLive() {
    if (!alive()) {
      throw new Failure(name + " has ended with " + process.exitValue() + ", see its log");
    }
  }

  /** As the system sees it. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Its exit code, once it has ended. */
  public int code() {
    return process.exitValue();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    ends(Duration.ofSeconds(5));
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
}
