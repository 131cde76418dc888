package io.hearsay.bench.hostile;

import io.hearsay.testkit.Results;

/** One row of the table. */
interface Row {
  /**
   * Measures it and ends what it has started.
   *
   * @throws Exception if it cannot be measured to its end
   */
  void measure(Settings settings, Results.Section report) throws Exception;
}
