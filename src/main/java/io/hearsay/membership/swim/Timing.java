package io.hearsay.membership.swim;

import io.hearsay.metric.Histogram;

/** The durations that the protocol measures; all of them are in the metrics. */
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

  /** Its name in the metrics. */
  public String text() {
    return text;
  }

  /** What is measured, in one line. */
  public String help() {
    return help;
  }

  /** An empty histogram with suitable ranges. */
  Histogram histogram() {
    return switch (this) {
      case PROBE_ROUND_TRIP -> Histogram.ofAnswers();
      case DETECTION -> Histogram.ofTimeouts();
    };
  }
}
