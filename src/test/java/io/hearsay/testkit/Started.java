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

  /** Starts one more, which writes into a new file of that directory. */
  public Process start(List<String> command, Path directory) throws IOException {
    log = directory.resolve("log" + processes.size());
    var process = Subject.start(command, log);
    processes.add(process);
    return process;
  }

  /** What the last one has written. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Kills all that still run, and what they have started. */
  @Override
  public void close() {
    for (var process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
