package io.hearsay.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes that a test has started, each with its output in a file of its own. */
public final class Started implements AutoCloseable {
  private final List<Process> processes = new ArrayList<>();
  private Path log;

  /** Starts a process that writes into a new file in that directory. */
  public Process start(List<String> command, Path directory) throws IOException {
    log = directory.resolve("log" + processes.size());
    var process = Subject.start(command, log);
    processes.add(process);
    return process;
  }

  /** What the latest process has written. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Kills all processes that still run, with their descendants. */
  @Override
  public void close() {
    for (var process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
