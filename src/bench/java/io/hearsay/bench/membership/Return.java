package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.testkit.Await;
import java.time.Duration;

/** Row 9: a member is killed, and its name comes back immediately on another host. */
final class Return implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** How long to watch for the old address after that. */
  private static final Duration WATCH = Duration.ofSeconds(10);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    for (int run = 0; run < settings.runs() && !fleet.spoiled(); run++) {
      once(fleet, results);
    }
  }

  private static void once(Fleet fleet, Samples results) {
    var old = fleet.node(-1);
    var host = fleet.network().host();
    int mark = fleet.journal().mark();
    long killed = System.nanoTime();
    old.kill();
    var back = fleet.replace(old, old.name(), host);
    long first = FirstPacket.of(fleet.network(), back);
    var last =
        fleet
            .journal()
            .last(
                mark,
                fleet.others(back),
                s -> s.is(Kind.JOIN, back.name()) && s.address().equals(back.address()),
                LIMIT);
    if (last.isEmpty()) {
      results.add(Measure.MOVED, fleet, Samples.NEVER);
      results.add(Measure.MOVED_KILL, fleet, Samples.NEVER);
      fleet.spoil();
      return;
    }
    results.add(Measure.MOVED, fleet, Fleet.seconds(first, last));
    results.add(Measure.MOVED_KILL, fleet, Fleet.seconds(killed, last));
    int known = fleet.journal().mark();
    Await.pause(WATCH);
    results.add(
        Measure.OLD_AGAIN,
        fleet,
        fleet
                .journal()
                .since(
                    known, s -> s.subject().equals(old.name()) && s.address().equals(old.address()))
                .size()
            + fleet.nodes().stream()
                .flatMap(n -> n.members().stream())
                .filter(m -> m.address().equals(old.address()))
                .count());
    fleet.converge();
    fleet.network().remove(old.host());
  }
}
