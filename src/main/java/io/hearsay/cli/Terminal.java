package io.hearsay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The terminal that a command runs in, if any: its size, and a mode in which each key arrives
 * immediately. This uses {@code stty}, which is available wherever a shell is; without it the
 * command counts as having no terminal.
 */
final class Terminal implements AutoCloseable {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})");
  private static final long LIMIT_SECONDS = 5;
  private static final String ESC = "\u001b[";

  /** Switches to the alternate screen, without a cursor or line wrapping. */
  private static final String ENTER = ESC + "?1049h" + ESC + "?25l" + ESC + "?7l" + ESC + "2J";

  private static final String LEAVE = ESC + "?7h" + ESC + "?25h" + ESC + "?1049l";

  private final PrintWriter out;
  private final String before;
  private final Thread atExit = new Thread(this::restore, "terminal");
  private boolean restored;

  /**
   * Rows and columns.
   *
   * @param rows at least 1
   * @param columns at least 1
   */
  record Size(int rows, int columns) {}

  private Terminal(PrintWriter out, String before) {
    this.out = out;
    this.before = before;
  }

  /** Whether input and output are a terminal. */
  static boolean isHere() {
    try {
      var test =
          new ProcessBuilder("sh", "-c", "test -t 0 && test -t 1 && stty -g >/dev/null 2>&1")
              .redirectInput(Redirect.INHERIT)
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      return test.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes over the terminal until closed, or until the process ends. */
  static Terminal open(PrintWriter out) throws IOException {
    var terminal = new Terminal(out, stty("-g"));
    Runtime.getRuntime().addShutdownHook(terminal.atExit);
    stty("-icanon", "-echo", "-isig", "min", "0", "time", "1");
    out.print(ENTER);
    out.flush();
    return terminal;
  }

  /** The current size. */
  Size size() throws IOException {
    var size = SIZE.matcher(stty("size"));
    if (!size.matches()) {
      return new Size(24, 80);
    }
    int rows = Integer.parseInt(size.group(1));
    int columns = Integer.parseInt(size.group(2));
    // A serial line may not know its size.
    return new Size(rows == 0 ? 24 : rows, columns == 0 ? 80 : columns);
  }

  private static String stty(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectInput(Redirect.INHERIT)
            .redirectError(Redirect.DISCARD)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("stty " + String.join(" ", arguments) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return said.trim();
  }

  private synchronized void restore() {
    if (restored) {
      return;
    }
    restored = true;
    out.print(LEAVE);
    out.flush();
    try {
      stty(before);
    } catch (IOException e) {
      // The terminal is gone.
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is already ending.
    }
  }
}
