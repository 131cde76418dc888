package io.hearsay.membership.swim;

/**
 * Thrown when a simulation breaks a rule of the protocol; an error, so that no turn swallows it.
 */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String rule, Object... details) {
    super(rule.formatted(details));
  }
}
