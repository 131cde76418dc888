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
    try {
      var program = PROGRAM.toRealPath().toString();
      for (var range : cleanRanges(Files.readAllLines(MAPS), program)) {
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

  /** The parts of a program's file that are mapped unwritable, and of which no page is dirty. */
  static List<Range> cleanRanges(List<String> smaps, String program) {
    var clean = new ArrayList<Range>();
    String head = "";
    boolean dirty = false;
    for (var line : smaps) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        add(clean, head, program, dirty);
        head = line;
        dirty = false;
      } else if (line.startsWith("Private_Dirty:")
          || line.startsWith("Shared_Dirty:")
          || line.startsWith("Anonymous:")) {
        dirty |= !line.replaceAll("[^0-9]", "").equals("0");
      }
    }
    add(clean, head, program, dirty);
    return clean;
  }

  private static void add(List<Range> clean, String head, String program, boolean dirty) {
    var fields = head.split("\\s+", 6);
    if (dirty || fields.length < 6 || !fields[5].equals(program) || fields[1].contains("w")) {
      return;
    }
    var ends = fields[0].split("-", 2);
    long begin = Long.parseUnsignedLong(ends[0], 16);
    clean.add(new Range(begin, Long.parseUnsignedLong(ends[1], 16) - begin));
  }
}
