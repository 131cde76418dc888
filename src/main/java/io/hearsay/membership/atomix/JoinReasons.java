package io.hearsay.membership.atomix;

import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.crypto.Mismatch;
import io.hearsay.membership.transport.RequestFailedException;

/** What {@link JoinWords} says to people, for counting. */
final class JoinReasons {
  private JoinReasons() {}

  /** What is wrong with a peer that cannot be understood. */
  static JoinRefusal of(Mismatch why) {
    return switch (why) {
      case FOREIGN -> JoinRefusal.PROTOCOL;
      case VERSION -> JoinRefusal.VERSION;
      case PLAIN, SEALED -> JoinRefusal.NO_KEY;
      case LABEL -> JoinRefusal.LABEL;
      case KEY -> JoinRefusal.WRONG_KEY;
    };
  }

  /**
   * Why an address that was asked is unusable.
   *
   * @param encrypts whether this member encrypts
   */
  static JoinRefusal of(RequestFailedException failure, boolean encrypts) {
    return switch (failure.why()) {
      case REFUSED -> JoinRefusal.REFUSED;
      case UNREACHABLE -> JoinRefusal.UNREACHABLE;
      case SILENT -> JoinRefusal.SILENT;
      case UNANSWERED -> JoinRefusal.VERSION;
      case CLOSED_AT_ONCE -> JoinRefusal.CLOSED;
      case CLOSED -> encrypts ? JoinRefusal.KEY_OR_LABEL : JoinRefusal.LABEL;
      case MISMATCHED -> failure.mismatch().map(JoinReasons::of).orElse(JoinRefusal.PROTOCOL);
    };
  }
}
