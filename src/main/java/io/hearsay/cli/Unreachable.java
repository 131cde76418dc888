package io.hearsay.cli;

/** No agent answers; the message says where it was looked for. */
final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Nobody answers.
   *
   * @param given how it is said where to ask, such as {@code --http or HEARSAY_HTTP}
   */
  Unreachable(String where, String why, String given) {
    super(
        "no agent answers at "
            + where
            + " ("
            + why
            + "); is it running? The address is given with "
            + given,
        null,
        false,
        false);
  }
}
