package io.hearsay.bench.apply;

import io.hearsay.testkit.Results;

/** One or more rows of the table that are measured together on the same stage. */
interface Row {
  /** Measures; afterwards the stage is as it was before. */
  void measure(Stage stage, Settings settings, Results.Section results);
}
