package io.hearsay.http.ui;

import io.hearsay.balancer.observe.History;
import io.hearsay.text.TemplateFields;
import java.util.Locale;
import java.util.Optional;

/**
 * The last hour of a service as a small graph: requests as a line, errors as an area, one point per
 * minute. Data of SVG paths, drawn by the server; a minute without observation is a gap.
 *
 * @param requests path of the line
 * @param errors path of the area; empty if there were none
 * @param label a description in words
 */
public record Sparkline(String requests, String errors, String label) implements TemplateFields {
  /** Without any observation. */
  static final Sparkline NONE = new Sparkline("", "", "no history yet");

  static final int POINTS = 60;
  private static final int HEIGHT = 20;
  private static final int STEP = 2;

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "requests" -> requests;
          case "errors" -> errors;
          case "label" -> label;
          default -> null;
        });
  }

  static Sparkline of(History.Figures figures) {
    var requests = points(figures.requests());
    var errors = points(figures.errors());
    double most = 0;
    long failed = 0;
    boolean seen = false;
    for (int i = 0; i < POINTS; i++) {
      most = Math.max(most, requests[i]);
      seen |= requests[i] >= 0;
    }
    for (int slot : figures.errors()) {
      failed += Math.max(0, slot);
    }
    if (!seen) {
      return NONE;
    }
    double top = Math.max(most, 1e-9);
    return new Sparkline(
        line(requests, top),
        failed == 0 ? "" : area(errors, top),
        String.format(
            Locale.ROOT, "the last hour: up to %s requests/s, %d errors", figure(most), failed));
  }

  private static String figure(double rate) {
    return rate >= 10 || rate == 0
        ? String.format(Locale.ROOT, "%.0f", rate)
        : String.format(Locale.ROOT, "%.1f", rate);
  }

  /** A rate for each minute; negative where there was no observation. */
  private static double[] points(int[] slots) {
    var points = new double[POINTS];
    int each = Math.max(1, slots.length / POINTS);
    for (int i = 0; i < POINTS; i++) {
      long sum = 0;
      int seen = 0;
      for (int k = slots.length - (POINTS - i) * each;
          k < slots.length - (POINTS - i - 1) * each;
          k++) {
        if (k >= 0 && slots[k] >= 0) {
          sum += slots[k];
          seen++;
        }
      }
      points[i] = seen == 0 ? -1 : (double) sum / (seen * History.STEP_SECONDS);
    }
    return points;
  }

  private static int y(double rate, double top) {
    return HEIGHT - (int) Math.round(Math.min(1, rate / top) * (HEIGHT - 1));
  }

  private static String line(double[] rates, double top) {
    var path = new StringBuilder();
    int at = -1;
    int level = 0;
    for (int i = 0; i < POINTS; i++) {
      if (rates[i] < 0) {
        at = -1;
        continue;
      }
      int y = y(rates[i], top);
      if (at < 0) {
        path.append('M').append(i * STEP).append(' ').append(y).append("h1");
      } else if (y != level || i == POINTS - 1 || rates[i + 1] < 0) {
        // Only points where the line bends, as most of an hour is quiet.
        if (at < i - 1) {
          path.append('H').append((i - 1) * STEP);
        }
        path.append('L').append(i * STEP).append(' ').append(y);
      } else {
        continue;
      }
      at = i;
      level = y;
    }
    return path.toString();
  }

  private static String area(double[] rates, double top) {
    var path = new StringBuilder();
    for (int i = 0; i < POINTS; i++) {
      if (rates[i] > 0) {
        // Few errors must be visible, too.
        int y = Math.min(HEIGHT - 2, y(rates[i], top));
        path.append('M').append(i * STEP).append(' ').append(HEIGHT).append('V').append(y);
      }
    }
    return path.toString();
  }
}
