package io.hearsay.membership.swim;

import io.hearsay.metric.Histogram;

/** What the protocol measures the duration of; all of it is in the metrics. */
public enum Timing {
  /** From a ping to its answer. */
  PROBE_ROUND_TRIP(
      "probe.round.trip",
      "Time from a ping to its answer, of probes that no other member had to help with"),

  /** From a suspicion to the verdict. */
  DETECTION("detection", "Time from a suspicion to the verdict that the member has failed");

  private final String text;
  private final String help;

  Timing(String text, String help) {
    this.text = text;
    this.help = help;
  }

  /** The name that the metrics give it. */
  public String text() {
    return text;
  }

  /** What is measured, in one line. */
  public String help() {
    return help;
  }

  /** An empty histogram with ranges that suit it. */
  Histogram histogram() {
    return switch (this) {
      case PROBE_ROUND_TRIP -> Histogram.ofAnswers();
      case DETECTION -> Histogram.ofTimeouts();
    };
  }
}
