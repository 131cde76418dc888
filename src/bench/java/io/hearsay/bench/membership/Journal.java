package io.hearsay.bench.membership;

import io.hearsay.testkit.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Everything that a fleet's logs have reported, in the order of arrival. */
final class Journal {
  private final List<Sighting> sightings = new ArrayList<>();

  synchronized void add(Sighting sighting) {
    sightings.add(sighting);
    notifyAll();
  }

  /** The current end of the journal; what comes later is after this mark. */
  synchronized int mark() {
    return sightings.size();
  }

  /** The matching sightings since the mark. */
  synchronized List<Sighting> since(int mark, Predicate<Sighting> which) {
    return sightings.subList(mark, sightings.size()).stream().filter(which).toList();
  }

  /**
   * Waits until every observer has seen it.
   *
   * @return when the last one first saw it; empty if the limit passes first
   */
  OptionalLong last(
      int mark, Collection<String> observers, Predicate<Sighting> which, Duration limit) {
    return await(limit, () -> firstOfEach(mark, observers, which));
  }

  private OptionalLong firstOfEach(
      int mark, Collection<String> observers, Predicate<Sighting> which) {
    var missing = new HashSet<>(observers);
    for (var sighting : sightings.subList(mark, sightings.size())) {
      if (which.test(sighting) && missing.remove(sighting.observer()) && missing.isEmpty()) {
        return OptionalLong.of(sighting.at());
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Waits until each of these members has seen every other one join.
   *
   * @return when the last one had; empty if the limit passes first
   */
  OptionalLong met(int mark, Set<String> members, Duration limit) {
    var seen = new HashSet<String>();
    var next = new int[] {mark};
    int all = members.size() * (members.size() - 1);
    return await(
        limit,
        () -> {
          // Continues where it stopped: there are as many lines as pairs, and each one wakes it up.
          while (next[0] < sightings.size()) {
            var sighting = sightings.get(next[0]++);
            if (sighting.kind() == Sighting.Kind.JOIN
                && members.contains(sighting.observer())
                && members.contains(sighting.subject())
                && !sighting.observer().equals(sighting.subject())
                && seen.add(sighting.observer() + " " + sighting.subject())
                && seen.size() == all) {
              return OptionalLong.of(sighting.at());
            }
          }
          return OptionalLong.empty();
        });
  }

  /**
   * Waits until all of these members consider all of them present, given that they did at the
   * mark.
   *
   * @return when the last one came to believe it again, {@link Long#MIN_VALUE} if none ever
   * doubted it; empty if the limit passes first
   */
  OptionalLong whole(int mark, Set<String> members, Duration limit) {
    return await(limit, () -> wholeNow(mark, members));
  }

  private OptionalLong wholeNow(int mark, Set<String> members) {
    Map<String, Set<String>> lost = new HashMap<>();
    long last = Long.MIN_VALUE;
    for (var sighting : sightings.subList(mark, sightings.size())) {
      if (members.contains(sighting.observer()) && members.contains(sighting.subject())) {
        var missed = lost.computeIfAbsent(sighting.observer(), name -> new HashSet<>());
        switch (sighting.kind()) {
          case FAILED, LEAVE, REAP -> missed.add(sighting.subject());
          case JOIN -> {
            if (missed.remove(sighting.subject())) {
              last = Math.max(last, sighting.at());
            }
          }
          case UPDATE -> {}
        }
      }
    }
    return lost.values().stream().allMatch(Set::isEmpty)
        ? OptionalLong.of(last)
        : OptionalLong.empty();
  }

  private interface Question {
    OptionalLong answer();
  }

  private synchronized OptionalLong await(Duration limit, Question question) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (true) {
        var answer = question.answer();
        long left = deadline - System.nanoTime();
        if (answer.isPresent() || left <= 0) {
          return answer;
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
