package io.hearsay.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads keys from a terminal in the mode of {@link Terminal}, in which a read returns each key
 * immediately, or nothing after a tenth of a second.
 */
final class TerminalInput {
  /** No key was pressed. */
  static final int NONE = -1;

  /** Ctrl-C and Ctrl-D, if the terminal passes them on. */
  static final int END = 3;

  private static final int CTRL_D = 4;

  static final int ESCAPE = 27;
  static final int BACKSPACE = 127;
  static final int UP = 1000;
  static final int DOWN = 1001;

  /** Number of immediate empty reads in a row after which the terminal is considered gone. */
  private static final int GONE = 50;

  private static final long AT_ONCE_NANOS = 20_000_000;

  private final InputStream in;
  private int nothings;

  TerminalInput(InputStream in) {
    this.in = in;
  }

  /** The next key, or {@link #NONE}. */
  int next() throws IOException {
    long began = System.nanoTime();
    int key = in.read();
    boolean nothing = key == NONE && System.nanoTime() - began < AT_ONCE_NANOS;
    nothings = nothing ? nothings + 1 : 0;
    if (key == CTRL_D || nothings > GONE) {
      return END;
    }
    return key == ESCAPE ? sequence() : key;
  }

  private int sequence() throws IOException {
    int second = in.read();
    if (second == NONE) {
      return ESCAPE;
    }
    int third = second == '[' || second == 'O' ? in.read() : NONE;
    // A longer sequence is a key without a meaning here; all of it is consumed.
    int last = third;
    while (last != NONE && (last < '@' || last > '~')) {
      last = in.read();
    }
    return third == 'A' ? UP : third == 'B' ? DOWN : 0;
  }
}
