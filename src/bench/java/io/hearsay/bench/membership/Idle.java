package io.hearsay.bench.membership;

import java.time.Duration;
import java.util.HashMap;
import java.util.Set;

/** Row 11: what every member sends when nothing happens, headers of Ethernet and ARP included. */
final class Idle implements Scenario {
  private static final Duration QUIET = Duration.ofSeconds(30);

  @Override
  public Set<Integer> rows() {
    return Set.of(11);
  }

  @Override
  public void run(Fleet fleet, Settings settings, Results results) {
    var quiet = QUIET.compareTo(settings.hold()) < 0 ? QUIET : settings.hold();
    Await.pause(quiet);
    var before = new HashMap<Network.Host, Long>();
    fleet.hosts().forEach(h -> before.put(h, fleet.network().sent(h).bytes()));
    long from = System.nanoTime();
    Await.pause(settings.hold());
    double seconds = Await.seconds(from, System.nanoTime());
    results.addAll(
        Measure.IDLE,
        fleet,
        fleet.hosts().stream()
            .map(h -> (fleet.network().sent(h).bytes() - before.get(h)) / seconds)
            .toList());
  }
}
