package io.hearsay.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Releases pages of the program's own file that were needed only during start-up. They are clean
 * and stay in the page cache, so a page that is needed again returns without a disk read; but until
 * they are released they count as resident memory of a sidecar that is meant to be small. For a
 * native image only: once it runs, half of its code and heap is never touched again.
 *
 * <p>Only mappings that are not writable and never have been are released ({@code smaps} of
 * proc(5)): releasing a page that differs from the file would lose its contents.
 */
public final class MemoryTrim {
  private static final Path MAPS = Path.of("/proc/self/smaps");
  private static final Path PROGRAM = Path.of("/proc/self/exe");

  private MemoryTrim() {}

  /**
   * Releases what can be released.
   *
   * @return the size of the released address ranges in bytes; 0 where this is not supported
   */
  public static long run() {
    var posix = Posix.here();
    if (posix.isEmpty() || !PosixHere.IN_IMAGE) {
      return 0;
    }
    long sum = 0;
    try (var lines = Files.lines(MAPS)) {
      var program = " " + PROGRAM.toRealPath();
      for (var range : cleanRanges(lines::iterator, program)) {
        if (posix.get().letGo(range.begin(), range.length())) {
          sum += range.length();
        }
      }
    } catch (IOException e) {
      // Without /proc the ranges are unknown, so nothing is released.
    }
    return sum;
  }

  /** A range of the address space. */
  record Range(long begin, long length) {}

  /**
   * The ranges of a program's file that are mapped read-only and have no dirty page. There are
   * thousands of lines, and parsing each would use up memory again, so only those of the program
   * are parsed.
   */
  static List<Range> cleanRanges(Iterable<String> smaps, String program) {
    var clean = new ArrayList<Range>();
    String head = "";
    boolean dirty = false;
    for (var line : smaps) {
      if (isHead(line)) {
        add(clean, head, dirty);
        head = line.endsWith(program) ? line : "";
        dirty = false;
      } else if (!head.isEmpty() && isDirt(line)) {
        dirty |= !line.endsWith(" 0 kB");
      }
    }
    add(clean, head, dirty);
    return clean;
  }

  /**
   * The head of a mapping begins with an address in lower case; its attributes begin with a
   * capital.
   */
  private static boolean isHead(String line) {
    return !line.isEmpty() && !Character.isUpperCase(line.charAt(0));
  }

  private static boolean isDirt(String line) {
    return line.startsWith("Private_Dirty:")
        || line.startsWith("Shared_Dirty:")
        || line.startsWith("Anonymous:");
  }

  /** A mapping: {@code BEGIN-END PERMISSIONS OFFSET DEVICE INODE PATH}. */
  private static void add(List<Range> clean, String head, boolean dirty) {
    int dash = head.indexOf('-');
    int blank = head.indexOf(' ');
    if (dirty || dash < 0 || blank < 0 || head.charAt(blank + 2) == 'w') {
      return;
    }
    long begin = Long.parseUnsignedLong(head, 0, dash, 16);
    long end = Long.parseUnsignedLong(head, dash + 1, blank, 16);
    clean.add(new Range(begin, end - begin));
  }
}
