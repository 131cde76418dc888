package io.hearsay.cli;

import java.nio.charset.StandardCharsets;

/**
 * Arguments as bytes. Java decodes them as text, which loses bytes that are not text; the kernel
 * still has them.
 */
final class RawArguments {
  private static final char LOST = '\uFFFD';

  private RawArguments() {}

  /** The original bytes of an argument of this process, or those of any other text in UTF-8. */
  static byte[] bytes(String argument) {
    if (argument.indexOf(LOST) < 0) {
      return argument.getBytes(StandardCharsets.UTF_8);
    }
    for (var raw : SerfCompat.commandLine()) {
      var bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
      if (new String(bytes, StandardCharsets.UTF_8).equals(argument)) {
        return bytes;
      }
    }
    return argument.getBytes(StandardCharsets.UTF_8);
  }
}
