package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;
import java.util.function.Predicate;

/** Rows 3, 4, 5: a member leaves, a new one comes, sets a tag and deletes it. */
final class Visit implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String KEY = "colour";

  /** Time for a leave to be mistaken for a failure. */
  private static final Duration DOUBT = Duration.ofSeconds(2);

  /** Between two changes, so that broadcasts of the first one do not carry the second. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    for (int run = 0; run < settings.runs(); run++) {
      var gone = fleet.victim(run);
      leave(fleet, gone, results);
      var guest = join(fleet, gone, results);
      tags(fleet, guest, results);
    }
  }

  private static void leave(Fleet fleet, Node member, Samples results) {
    int mark = fleet.journal().mark();
    long asked = System.nanoTime();
    member.signal(fleet.leaveSignal());
    results.add(
        Measure.LEFT,
        fleet,
        fleet.seen(mark, asked, member, s -> s.is(Kind.LEAVE, member.name()), LIMIT));
    member.ends(LIMIT);
    Await.pause(DOUBT);
    results.add(
        Measure.LEFT_AS_FAILED,
        fleet,
        fleet.journal().since(mark, s -> s.is(Kind.FAILED, member.name())).size());
  }

  private static Node join(Fleet fleet, Node gone, Samples results) {
    var host = fleet.network().host();
    int mark = fleet.journal().mark();
    long started = System.nanoTime();
    var guest = fleet.replace(gone, fleet.newName(), host);
    long first = FirstPacket.of(fleet.network(), guest);
    double took = fleet.seen(mark, first, guest, s -> s.is(Kind.JOIN, guest.name()), LIMIT);
    results.add(Measure.JOINED, fleet, took);
    results.add(Measure.JOINED_EXEC, fleet, took + new Stopwatch(started).secondsUntil(first));
    fleet.settle(guest, mark);
    fleet.network().remove(gone.host());
    return guest;
  }

  private static void tags(Fleet fleet, Node member, Samples results) {
    int mark = fleet.journal().mark();
    Predicate<Sighting> updated = s -> s.is(Kind.UPDATE, member.name());
    long set = System.nanoTime();
    fleet.setTag(member, KEY, "green");
    results.add(Measure.TAG_SET, fleet, fleet.seen(mark, set, member, updated, LIMIT));
    long wrong = wrong(fleet, member, "green");
    Await.pause(SETTLE);
    mark = fleet.journal().mark();
    long deleted = System.nanoTime();
    fleet.deleteTag(member, KEY);
    results.add(Measure.TAG_DELETED, fleet, fleet.seen(mark, deleted, member, updated, LIMIT));
    results.add(Measure.TAG_WRONG, fleet, wrong + wrong(fleet, member, ""));
    Await.pause(SETTLE);
  }

  /**
   * How many members do not list the tag with that value; if the value is empty, how many list it.
   */
  private static long wrong(Fleet fleet, Node of, String value) {
    return fleet.nodes().stream()
        .filter(
            node ->
                node.members().stream()
                    .filter(m -> m.name().equals(of.name()))
                    .noneMatch(m -> m.tags().getOrDefault(KEY, "").equals(value)))
        .count();
  }
}
