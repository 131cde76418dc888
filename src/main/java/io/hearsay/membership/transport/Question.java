package io.hearsay.membership.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of a question's frame: one byte for the length of the subject, the subject in ASCII, and
 * the rest for the subject's responder.
 *
 * @param subject 1 to {@value #MAX_SUBJECT} lower-case letters, digits, dots and dashes
 */
record Question(String subject, byte[] body) {
  /** Maximum length of a subject. */
  static final int MAX_SUBJECT = 32;

  private static final Pattern SUBJECT = Pattern.compile("[a-z0-9.-]{1," + MAX_SUBJECT + "}");

  /** Rejects an invalid subject. */
  Question {
    if (!SUBJECT.matcher(subject).matches()) {
      throw new IllegalArgumentException("no subject: " + subject);
    }
  }

  /** The encoded question. */
  byte[] encoded() {
    var name = subject.getBytes(StandardCharsets.US_ASCII);
    var bytes = new byte[1 + name.length + body.length];
    bytes[0] = (byte) name.length;
    System.arraycopy(name, 0, bytes, 1, name.length);
    System.arraycopy(body, 0, bytes, 1 + name.length, body.length);
    return bytes;
  }

  /** Whether an encoded question may begin like this; checks as much of the subject as there is. */
  static boolean isLikely(byte[] begin) {
    int length = begin.length == 0 ? 0 : begin[0] & 0xff;
    int there = Math.min(length, begin.length - 1);
    return length > 0
        && length <= MAX_SUBJECT
        && there > 0
        && SUBJECT.matcher(new String(begin, 1, there, StandardCharsets.US_ASCII)).matches();
  }

  /** Decodes a question; empty if it is malformed. */
  static Optional<Question> decode(byte[] bytes) {
    int length = bytes.length == 0 ? 0 : bytes[0] & 0xff;
    if (length == 0 || length > MAX_SUBJECT || bytes.length < 1 + length) {
      return Optional.empty();
    }
    var subject = new String(bytes, 1, length, StandardCharsets.US_ASCII);
    return SUBJECT.matcher(subject).matches()
        ? Optional.of(new Question(subject, Arrays.copyOfRange(bytes, 1 + length, bytes.length)))
        : Optional.empty();
  }
}
