package io.hearsay.bench.membership;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Row 11: what every member sends when nothing happens, with Ethernet headers and ARP, and
 * without. A kernel asks for each neighbour's address again after half a minute, hence more often
 * with more neighbours, which no protocol above can change.
 */
final class Idle implements Scenario {
  private static final Duration QUIET = Duration.ofSeconds(30);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    var quiet = QUIET.compareTo(settings.hold()) < 0 ? QUIET : settings.hold();
    Await.pause(quiet);
    var before = sent(fleet);
    Await.pause(settings.hold());
    var after = sent(fleet);
    results.addAll(Measure.IDLE, fleet, rates(before, after, Sample::bytes));
    results.addAll(Measure.IDLE_IP, fleet, rates(before, after, Sample::ipBytes));
  }

  private record Sample(long nanos, long bytes, long ipBytes) {}

  private static List<Sample> sent(Fleet fleet) {
    var network = fleet.network();
    return fleet.hosts().stream()
        .map(h -> new Sample(System.nanoTime(), network.sent(h).bytes(), network.sentIp(h)))
        .toList();
  }

  private static List<Double> rates(
      List<Sample> before, List<Sample> after, ToLongFunction<Sample> counter) {
    var rates = new ArrayList<Double>();
    for (int host = 0; host < before.size(); host++) {
      var from = before.get(host);
      var to = after.get(host);
      rates.add(
          (counter.applyAsLong(to) - counter.applyAsLong(from))
              / new Stopwatch(from.nanos()).secondsUntil(to.nanos()));
    }
    return rates;
  }
}
