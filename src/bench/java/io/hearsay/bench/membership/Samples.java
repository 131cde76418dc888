package io.hearsay.bench.membership;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** All samples by measure, size and tool, and what went wrong. Each is printed as it comes. */
final class Samples {
  /** The sample of something that had not happened when the waiting ended. */
  static final double NEVER = Double.POSITIVE_INFINITY;

  private record Key(Measure measure, int size, String tool) {}

  private final PrintStream out;
  private final Map<Key, List<Double>> samples = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  Samples(PrintStream out) {
    this.out = out;
  }

  void add(Measure measure, Fleet fleet, double sample) {
    addAll(measure, fleet, List.of(sample));
  }

  /** Adds samples of several members together. */
  void addAll(Measure measure, Fleet fleet, List<Double> many) {
    samples
        .computeIfAbsent(new Key(measure, fleet.size(), fleet.tool()), key -> new ArrayList<>())
        .addAll(many);
    say(
        String.format(
            Locale.ROOT,
            "  %-8s N=%-3d %s: %.3f",
            fleet.tool(),
            fleet.size(),
            measure.text(),
            measure.of().figure(many)));
  }

  /** A remark for the reader of the table. */
  void note(String note) {
    notes.add(note);
    say("  " + note);
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  List<Double> of(Measure measure, int size, String tool) {
    return List.copyOf(samples.getOrDefault(new Key(measure, size, tool), List.of()));
  }

  SortedSet<Integer> sizes(Measure measure) {
    var sizes = new TreeSet<Integer>();
    samples.keySet().stream().filter(k -> k.measure() == measure).forEach(k -> sizes.add(k.size()));
    return sizes;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
