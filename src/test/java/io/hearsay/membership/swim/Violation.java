package io.hearsay.membership.swim;

/** A rule of the protocol was broken in a simulation; an error, so that no turn swallows it. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String rule, Object... details) {
    super(rule.formatted(details));
  }
}
