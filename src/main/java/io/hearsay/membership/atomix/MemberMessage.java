package io.hearsay.membership.atomix;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A question from one member to another: eight bytes for the nonce of the sender's boot, one byte
 * for the length of its name, the name, and then the question itself.
 *
 * @param from name of the member that asks, 1 to 255 bytes of UTF-8
 * @param nonce of that member's boot
 */
record MemberMessage(String from, long nonce, byte[] body) {
  private static final int NONCE_BYTES = 8;
  private static final int MAX_NAME_BYTES = 0xff;

  byte[] encoded() {
    var name = from.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(NONCE_BYTES + 1 + name.length + body.length)
        .putLong(nonce)
        .put((byte) name.length)
        .put(name)
        .put(body)
        .array();
  }

  /**
   * Decodes a question.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static MemberMessage decode(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    if (in.remaining() <= NONCE_BYTES) {
      throw new IllegalArgumentException("cut short");
    }
    long nonce = in.getLong();
    int length = in.get() & MAX_NAME_BYTES;
    if (length == 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a name of " + length + " bytes");
    }
    try {
      var name =
          StandardCharsets.UTF_8.newDecoder().decode(in.slice(in.position(), length)).toString();
      in.position(in.position() + length);
      var body = new byte[in.remaining()];
      in.get(body);
      return new MemberMessage(name, nonce, body);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a name that is not UTF-8", e);
    }
  }
}
