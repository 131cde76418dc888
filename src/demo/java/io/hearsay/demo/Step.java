package io.hearsay.demo;

import io.hearsay.testkit.load.Tally;
import java.time.Duration;

/**
 * The outcome of one step of the story.
 *
 * @param what happened
 * @param effectName the expected effect
 * @param effect the time until it had that effect
 * @param tally the requests meanwhile
 */
record Step(String what, String effectName, Duration effect, Tally tally) {}
