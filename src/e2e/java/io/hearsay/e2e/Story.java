package io.hearsay.e2e;

import io.hearsay.testkit.Results;
import java.io.IOException;

/** Something that happens to containers, and its expected outcome. */
interface Story {
  /**
   * Plays it. May leave the shop in any state; what it starts beside it is removed afterwards.
   *
   * @param results receives what it measures
   * @throws IOException and others, if it cannot continue
   */
  void play(Stage stage, Results.Section results) throws IOException;
}
