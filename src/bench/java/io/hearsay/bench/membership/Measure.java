package io.hearsay.bench.membership;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/** What the table shows, one line per measure and size. */
enum Measure {
  KILLED(1, "kill -9: last survivor knows", Of.MEDIAN, n -> 0.5, 3, 10, 30, 100),
  SILENT_HALF(2, "link down: last survivor knows, p50", Of.MEDIAN, n -> 3.5, 10),
  SILENT_MOST(2, "the same, p99", Of.P99, n -> 6, 10),
  // No target: a pause of five seconds is to be forgiven (row 6), so that half cannot be faster.
  STOPPED_HALF(2, "SIGSTOP held: last survivor knows, p50", Of.MEDIAN, n -> Double.NaN, 10),
  STOPPED_MOST(2, "the same, p99", Of.P99, n -> 6, 10),
  LEFT(3, "leave: last one knows", Of.MEDIAN, n -> n <= 10 ? 0.25 : 0.4, 10, 30),
  LEFT_AS_FAILED(3, "leave: reported as failed, times", Of.SUM, n -> 0, 10, 30),
  JOINED(
      4,
      "join: last one knows, from first packet",
      Of.MEDIAN,
      n -> n <= 10 ? 0.2 : n <= 30 ? 0.3 : 0.5,
      10,
      30,
      100),
  JOINED_EXEC(4, "the same, from exec", Of.MEDIAN, n -> Double.NaN, 10, 30, 100),
  TAG_SET(5, "tag set: last one knows", Of.MEDIAN, n -> n <= 10 ? 0.25 : 0.35, 10, 30),
  TAG_DELETED(5, "tag deleted: last one knows", Of.MEDIAN, n -> n <= 10 ? 0.25 : 0.35, 10, 30),
  TAG_WRONG(5, "members with a wrong tag after that", Of.SUM, n -> 0, 10, 30),
  PAUSED_2(6, "SIGSTOP 2 s: declared failed, times", Of.SUM, n -> 0, 10),
  PAUSED_5(6, "SIGSTOP 5 s: declared failed, times", Of.SUM, n -> 0, 10),
  LOSS_30(7, "30 % loss: false failures", Of.SUM, n -> 0, 10),
  LOSS_50(7, "50 % loss: false failures", Of.SUM, n -> 1, 10),
  HEALED(8, "partition healed: one cluster, worst", Of.MAX, n -> 5, 10),
  HEALED_SEEDLESS(8, "the same, all seeds dead, worst", Of.MAX, n -> 5, 10),
  MOVED(9, "back elsewhere: known, from first packet", Of.MEDIAN, n -> 0.5, 10),
  MOVED_KILL(9, "the same, from the kill", Of.MEDIAN, n -> Double.NaN, 10),
  OLD_AGAIN(9, "old address seen again, times", Of.SUM, n -> 0, 10),
  SECOND(10, "two of three killed: both known", Of.MEDIAN, n -> 1, 3),
  IDLE(11, "idle: bytes/s sent by each member", Of.MEDIAN, n -> 400, 10, 100),
  IDLE_IP(11, "the same, in IP packets (no Ethernet, no ARP)", Of.MEDIAN, n -> Double.NaN, 10, 100),
  TOGETHER(
      12,
      "all started together: know each other, from exec",
      Of.MEDIAN,
      n -> n <= 30 ? 0.5 : 1,
      30,
      100),
  TOGETHER_STARTED(12, "of that, until the last one was up", Of.MEDIAN, n -> Double.NaN, 30, 100);

  private final int row;
  private final String text;
  private final Of of;
  private final IntToDoubleFunction target;
  private final int[] sizes;

  Measure(int row, String text, Of of, IntToDoubleFunction target, int... sizes) {
    this.row = row;
    this.text = text;
    this.of = of;
    this.target = target;
    this.sizes = sizes;
  }

  /** The figure of the samples that has to reach the target. */
  enum Of {
    MEDIAN,
    P99,
    MAX,
    SUM;

    double figure(List<Double> samples) {
      var sorted = samples.stream().sorted().toList();
      return switch (this) {
        case MEDIAN -> (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        case P99 -> sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
        case MAX -> sorted.getLast();
        case SUM -> sorted.stream().mapToDouble(Double::doubleValue).sum();
      };
    }
  }

  int row() {
    return row;
  }

  String text() {
    return text;
  }

  Of of() {
    return of;
  }

  /** The upper bound in a cluster of n members; NaN if nothing was promised. */
  double target(int n) {
    return target.applyAsDouble(n);
  }

  /** The cluster sizes that the row is measured at. */
  static SortedSet<Integer> sizes(int row) {
    var sizes = new TreeSet<Integer>();
    Arrays.stream(values())
        .filter(m -> m.row == row)
        .forEach(m -> Arrays.stream(m.sizes).forEach(sizes::add));
    return sizes;
  }
}
