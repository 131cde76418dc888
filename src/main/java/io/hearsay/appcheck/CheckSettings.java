package io.hearsay.appcheck;

import java.time.Duration;

/**
 * How the application is checked.
 *
 * @param target what to check
 * @param interval from the start of one check to the start of the next
 * @param timeout time limit of one check
 * @param rise how many consecutive checks must pass until it is healthy again, at least 1
 * @param fall how many consecutive checks must fail until it is unhealthy, at least 1
 */
public record CheckSettings(
    CheckTarget target, Duration interval, Duration timeout, int rise, int fall) {

  /**
   * Whether the application counts as healthy before anything is known about it.
   *
   * @param child whether Hearsay starts it
   */
  public boolean startsWell(boolean child) {
    return !child && target instanceof CheckTarget.None;
  }
}
