package io.hearsay.bench.hostile;

import io.hearsay.testkit.Results;

/** One row of the table. */
interface Row {
  /**
   * Measures the row and ends what it has started.
   *
   * @throws Exception if it cannot be measured to the end
   */
  void measure(Settings settings, Results.Section report) throws Exception;
}
