package io.hearsay.demo;

import io.hearsay.testkit.load.Tally;
import java.time.Duration;

/**
 * What became of one step of the story.
 *
 * @param what happened
 * @param effect time until it had the effect that it should have
 * @param effectName which effect
 * @param tally the requests meanwhile
 */
record Step(String what, String effectName, Duration effect, Tally tally) {}
