package io.hearsay.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the system knows of a process ({@code /proc}, proc(5)). All of it fails if the process has
 * ended.
 */
public record Proc(long pid) {
  /** KiB that are resident. */
  public long rss() {
    return memory("Rss:");
  }

  /** KiB that are resident, what is shared divided among those that share it. */
  public long pss() {
    return memory("Pss:");
  }

  /** KiB of no file: its heap and everything else of its own. */
  public long anonymous() {
    return memory("Anonymous:");
  }

  /** A line of {@code smaps_rollup} by its beginning, KiB. */
  public long memory(String field) {
    return field("smaps_rollup", field);
  }

  /** How many threads it has. */
  public long threads() {
    return field("status", "Threads:");
  }

  /** How much processor time it has used, hundredths of a second. */
  public long ticks() {
    var stat = read("stat");
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** How many files and connections it holds. */
  public long descriptors() {
    try (var all = Files.list(directory().resolve("fd"))) {
      return all.count();
    } catch (IOException e) {
      throw new Failure("cannot list the descriptors of " + pid, e);
    }
  }

  private long field(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow(() -> new Failure(file + " of " + pid + " has no " + name));
  }

  private String read(String file) {
    try {
      return Files.readString(directory().resolve(file));
    } catch (IOException e) {
      throw new Failure("cannot read " + file + " of " + pid, e);
    }
  }

  private Path directory() {
    return Path.of("/proc", Long.toString(pid));
  }
}
