package io.hearsay.appcheck;

import java.time.Duration;

/**
 * How the application is checked.
 *
 * @param interval from the begin of one check to the begin of the next
 * @param timeout of one check
 * @param rise how many checks in a row must pass until it is well again, at least 1
 * @param fall how many checks in a row must fail until it is not, at least 1
 */
public record CheckSettings(
    CheckTarget target, Duration interval, Duration timeout, int rise, int fall) {

  /**
   * Whether the application counts as well before anything is known of it.
   *
   * @param child whether it is started by us
   */
  public boolean startsWell(boolean child) {
    return !child && target instanceof CheckTarget.None;
  }
}
