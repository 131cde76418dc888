package io.hearsay.process;

import java.util.List;
import sun.misc.Signal;

/**
 * SIGPIPE and SIGXFSZ, which the kernel sends to who writes where nobody reads any more, or beyond
 * a file's limit. A JVM catches them and tells by an exception; a native image that takes no
 * options of its own leaves them as they are, and they would end the agent when its log is closed.
 */
public final class WriteSignals {
  private WriteSignals() {}

  /** Catches them, in a native image. Caught, unlike ignored, is not inherited by children. */
  public static void survive() {
    if (PosixHere.IN_IMAGE) {
      List.of("PIPE", "XFSZ").forEach(name -> Signal.handle(new Signal(name), signal -> {}));
    }
  }
}
