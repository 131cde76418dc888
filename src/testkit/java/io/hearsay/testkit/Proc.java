package io.hearsay.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the system knows of a process ({@code /proc}, proc(5)). Every method fails once the process
 * has ended.
 */
public record Proc(long pid) {
  /** Resident memory in KiB. */
  public long rss() {
    return memory("Rss:");
  }

  /** Resident memory in KiB, where each process that shares a page counts its share (PSS). */
  public long pss() {
    return memory("Pss:");
  }

  /** Anonymous memory in KiB: the heap and everything else that is in no file. */
  public long anonymous() {
    return memory("Anonymous:");
  }

  /** A field of {@code smaps_rollup} in KiB, by the beginning of its line. */
  public long memory(String field) {
    return field("smaps_rollup", field);
  }

  /** The number of threads. */
  public long threads() {
    return field("status", "Threads:");
  }

  /** The processor time used, in hundredths of a second. */
  public long ticks() {
    var stat = read("stat");
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** The processor time in seconds that threads have used whose names have this word in them. */
  public double seconds(String thread) {
    try (var all = Files.list(directory().resolve("task"))) {
      long nanos =
          all.map(Path::getFileName)
              .filter(task -> read("task/" + task + "/comm").contains(thread))
              .mapToLong(task -> Long.parseLong(read("task/" + task + "/schedstat").split(" ", 2)[0]))
              .sum();
      return nanos / 1e9;
    } catch (IOException e) {
      throw new Failure("cannot list the threads of " + pid, e);
    }
  }

  /** The number of open files and connections. */
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
