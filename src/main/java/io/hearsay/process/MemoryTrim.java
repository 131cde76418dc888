package io.hearsay.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the pages of the program's own file back that only its start has needed. They are clean and
 * stay in the page cache, so what is needed again comes back without reading a disk; but until then
 * they count as resident memory of a guest that is meant to be small. For a native image only: half
 * of its code and heap is never touched again once it runs.
 *
 * <p>Only mappings that may not be written and have never been are let go ({@code smaps} of
 * proc(5)): dropping a page that differs from the file would lose what it holds.
 */
public final class MemoryTrim {
  private static final Path MAPS = Path.of("/proc/self/smaps");
  private static final Path PROGRAM = Path.of("/proc/self/exe");

  private MemoryTrim() {}

  /**
   * Lets go what can be.
   *
   * @return how many bytes of addresses were let go; 0 where that is not done
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
      // Without /proc nothing is known, and nothing done.
    }
    return sum;
  }

  /** A part of the address space. */
  record Range(long begin, long length) {}

  /**
   * The parts of a program's file that are mapped unwritable, and of which no page is dirty. There
   * are thousands of lines, and what is made of each would be memory again: nothing is, unless it
   * belongs to the program.
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

  /** Mappings begin with an address, in small letters; what is said of them with a capital. */
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
