package io.hearsay.process;

import org.graalvm.nativeimage.VMRuntime;

/** What has to run first in a native image. */
public final class ImageStart {
  private ImageStart() {}

  /**
   * Runs the image's start-up hooks. An image runs them itself only if it parses run-time options
   * from the command line, which is switched off ({@code application.properties}); without the
   * hooks, SIGPIPE for example would end an agent whose log is closed. Does nothing on a JVM.
   */
  public static void run() {
    if (PosixHere.IN_IMAGE) {
      VMRuntime.initialize();
    }
  }
}
