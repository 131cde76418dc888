package io.hearsay.bench.footprint;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** An application with much output: numbered lines of 100 bytes, at a fixed rate. */
public final class Writer {
  static final int LINE = 100;
  private static final int LINES_AT_ONCE = 650;
  private static final String FILL = "-".repeat(LINE);

  private Writer() {}

  /**
   * Writes to standard output until the time is over.
   *
   * @param args MB per second; seconds
   */
  public static void main(String... args) throws IOException, InterruptedException {
    double nanosAByte = 1e9 / (Double.parseDouble(args[0]) * 1e6);
    long limit = Long.parseLong(args[1]) * 1_000_000_000L;
    long begin = System.nanoTime();
    long number = 0;
    try (var out = new FileOutputStream(FileDescriptor.out)) {
      while (System.nanoTime() - begin < limit) {
        var text = new StringBuilder(LINE * LINES_AT_ONCE);
        for (int i = 0; i < LINES_AT_ONCE; i++) {
          text.append(line(number++)).append('\n');
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        long early = (long) (number * LINE * nanosAByte) - (System.nanoTime() - begin);
        if (early > 0) {
          TimeUnit.NANOSECONDS.sleep(early);
        }
      }
    }
  }

  /** The line with that number, without its line end. */
  static String line(long number) {
    var text = "line " + number + " ";
    return text + FILL.substring(text.length() + 1);
  }

  /** The number of a line; -1 if the line is not exactly as written. */
  static long number(String line) {
    int end = line.indexOf(' ', 5);
    try {
      long number = end < 0 ? -1 : Long.parseLong(line.substring(5, end));
      return number >= 0 && line.equals(line(number)) ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
