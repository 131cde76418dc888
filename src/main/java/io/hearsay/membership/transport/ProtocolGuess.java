package io.hearsay.membership.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * Guesses from its first bytes which foreign protocol a peer speaks. For messages only; no decision
 * depends on it.
 */
public final class ProtocolGuess {
  /** The beginnings of requests and responses. */
  private static final List<String> HTTP =
      List.of(
          "GET ", "HEAD", "POST", "PUT ", "DELE", "OPTI", "CONN", "PATC", "TRAC", "PRI ", "HTTP");

  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_MAJOR = 3;

  /**
   * The highest type of a memberlist message (the protocol of Serf and Consul), and the type of its
   * label.
   */
  private static final int MEMBERLIST_LAST = 13;

  private static final int MEMBERLIST_LABEL = 244;

  private ProtocolGuess() {}

  /**
   * The protocol's name, such as {@code HTTP}; {@code another protocol} if it is not recognised.
   */
  public static String of(byte[] began) {
    if (began.length == 0) {
      return "another protocol";
    }
    var text = new String(began, ISO_8859_1);
    int first = began[0] & 0xff;
    if (HTTP.stream().anyMatch(text::startsWith)) {
      return "HTTP";
    }
    if ((first == TLS_HANDSHAKE || first == TLS_ALERT)
        && (began.length == 1 || began[1] == TLS_MAJOR)) {
      return "TLS";
    }
    if (text.startsWith("SSH-")) {
      return "SSH";
    }
    if (first <= MEMBERLIST_LAST || first == MEMBERLIST_LABEL) {
      return "another protocol, by its first byte that of Serf or Consul";
    }
    return "another protocol";
  }
}
