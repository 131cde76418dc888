package io.hearsay.cli;

/** No agent answers; the message says at which address. */
final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param given how the address is set, such as {@code --http or HEARSAY_HTTP}
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
