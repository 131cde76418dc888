package io.hearsay.e2e;

import io.hearsay.testkit.Results;
import java.io.IOException;

/** Something that happens to containers, and what becomes of it. */
interface Story {
  /**
   * Plays it. May leave the shop in any state; what it starts beside it is removed afterwards.
   *
   * @param results takes what it measures
   * @throws IOException and others, if it cannot go on
   */
  void play(Stage stage, Results.Section results) throws IOException;
}
