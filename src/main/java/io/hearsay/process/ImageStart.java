package io.hearsay.process;

import org.graalvm.nativeimage.VMRuntime;

/** What comes before anything else in a native image. */
public final class ImageStart {
  private ImageStart() {}

  /**
   * Runs the image's start-up hooks. It does so by itself only if it takes options of its own from
   * the command line, which it does not ({@code application.properties}); without them SIGPIPE, for
   * one, would end an agent whose log is closed. On a JVM there is nothing to do.
   */
  public static void run() {
    if (PosixHere.IN_IMAGE) {
      VMRuntime.initialize();
    }
  }
}
