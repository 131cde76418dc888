package io.hearsay.balancer.apply;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The record on disk of which process runs with which text. A sidecar that is killed between two
 * steps leaves a record that does not match the file or the process; the next one then treats the
 * state as unknown and reloads.
 *
 * @param pid of HAProxy
 * @param digest of the configuration's text, SHA-256
 */
record AppliedRecord(long pid, String digest) {

  static AppliedRecord of(long pid, String text) {
    return new AppliedRecord(pid, digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** SHA-256 in lower-case hexadecimal digits. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  String text() {
    return pid + " " + digest + "\n";
  }

  static Optional<AppliedRecord> parse(String text) {
    var words = text.trim().split(" ", -1);
    return words.length == 2 && words[0].matches("[0-9]{1,10}")
        ? Optional.of(new AppliedRecord(Long.parseLong(words[0]), words[1]))
        : Optional.empty();
  }
}
