package io.hearsay.cli;

/** No agent answers; the message says where it was looked for. */
final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unreachable(String where, String why) {
    super(
        "no agent answers at "
            + where
            + " ("
            + why
            + "); is it running? Its API's address is given with --http or HEARSAY_HTTP",
        null,
        false,
        false);
  }
}
