package io.hearsay.bench.soak;

/** What is watched of each agent that stays, and how much it may vary by chance. */
enum Measure {
  RSS("RSS, MiB", 4),
  ANONYMOUS("anonymous, MiB", 4),
  /** Garbage is part of it, and a minute may pass without a collection. */
  HEAP("heap, least in a minute, MiB", 8),
  THREADS("threads", 2),
  DESCRIPTORS("descriptors", 4),
  CHILDREN("child processes", 1),
  SERIES("`hearsay_*` series", 0),
  ALL_SERIES("all series", 0),
  BEYOND("members beyond those living and those to be remembered", 1),
  LOG("log, KiB a minute", 2);

  private final String title;
  private final double allowance;

  Measure(String title, double allowance) {
    this.title = title;
    this.allowance = allowance;
  }

  String title() {
    return title;
  }

  Series series() {
    return new Series(allowance);
  }
}
