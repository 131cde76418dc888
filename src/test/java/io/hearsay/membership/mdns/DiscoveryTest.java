package io.hearsay.membership.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.swim.Timers;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Members of one network in virtual time; real multicast is in {@code DiscoverTest}. */
class DiscoveryTest {
  private final Clock clock = new Clock();
  private final List<Host> hosts = new ArrayList<>();
  private int questions;
  private int answers;

  /** A datagram takes no time here. */
  private final class Host implements Group {
    final InetSocketAddress address;
    final Discovery discovery;
    Set<InetSocketAddress> found = Set.of();
    Consumer<byte[]> heard = datagram -> {};
    boolean deaf;

    Host(String ip, String service) {
      address = new InetSocketAddress(ip, 7946);
      discovery =
          new Discovery(
              new Discovery.Sought(
                  service, "m" + hosts.size(), a -> !a.getHostAddress().endsWith(".66")),
              this,
              clock,
              new Random(hosts.size()),
              now -> found = Set.copyOf(now));
      hosts.add(this);
    }

    Host start() {
      discovery.start(address);
      return this;
    }

    @Override
    public Future<Void> join(InetAddress at, Consumer<byte[]> listener) {
      heard = listener;
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> send(byte[] datagram) {
      if ((datagram[2] & 0x80) == 0) {
        questions++;
      } else {
        answers++;
      }
      hosts.stream().filter(h -> !h.deaf).forEach(h -> h.heard.accept(datagram));
      return Future.succeededFuture();
    }

    @Override
    public void leave() {
      heard = datagram -> {};
    }
  }

  private static final class Clock implements Timers {
    private record Task(long at, long number, Runnable run) {}

    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparing(Task::number));
    private long now = 5_000_000;
    private long numbers;

    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant wallClock() {
      return Instant.EPOCH;
    }

    @Override
    public Timer after(long millis, Runnable run) {
      var task = new Task(now + Math.max(1, millis), numbers++, run);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    void pass(long millis) {
      long end = now + millis;
      while (!tasks.isEmpty() && tasks.peek().at() <= end) {
        var task = tasks.remove();
        now = task.at();
        task.run().run();
      }
      now = end;
    }
  }

  private static InetSocketAddress at(String ip) {
    return new InetSocketAddress(ip, 7946);
  }

  @Test
  void membersOfOneNameFindEachOtherAtOnceWhoeverStartsFirst() {
    var one = new Host("198.18.0.1", "blue").start();
    var green = new Host("198.18.0.3", "green").start();
    clock.pass(100_000);
    assertThat(one.found).isEmpty();
    var two = new Host("fd03::2", "blue").start();
    clock.pass(300);
    assertThat(one.found).containsExactly(at("fd03::2"));
    assertThat(two.found).containsExactly(at("198.18.0.1"));
    assertThat(green.found).isEmpty();
  }

  @Test
  void aLostAnnouncementIsMadeUpFor() {
    var one = new Host("198.18.0.1", "blue").start();
    clock.pass(100_000);
    one.deaf = true;
    var two = new Host("198.18.0.2", "blue").start();
    two.deaf = true;
    clock.pass(500);
    one.deaf = false;
    two.deaf = false;
    clock.pass(2_000);
    assertThat(one.found).containsExactly(two.address);
    assertThat(two.found).containsExactly(one.address);
  }

  @Test
  void onceAMinuteOneAsksAndEachAnswers() {
    for (int i = 1; i <= 20; i++) {
      new Host("198.18.1." + i, "blue").start();
    }
    clock.pass(200_000);
    assertThat(hosts).allMatch(h -> h.found.size() == 19);
    questions = 0;
    answers = 0;
    clock.pass(600_000);
    assertThat(questions).isBetween(8, 12);
    assertThat(answers).isBetween(questions * 20 - 20, questions * 20 + 20);
    assertThat(hosts).allMatch(h -> h.found.size() == 19);
  }

  @Test
  void aMemberAnswersOnceASecondHoweverOftenItIsAsked() {
    new Host("198.18.0.1", "blue").start();
    clock.pass(10_000);
    answers = 0;
    var stranger = new Service("blue", "stranger");
    for (int i = 0; i < 1000; i++) {
      hosts.getFirst().heard.accept(stranger.question());
      clock.pass(10);
    }
    assertThat(answers).isBetween(9, 11);
  }

  @Test
  void whoLeavesOrFallsSilentIsForgotten() {
    var one = new Host("198.18.0.1", "blue").start();
    var two = new Host("198.18.0.2", "blue").start();
    var three = new Host("198.18.0.3", "blue").start();
    clock.pass(1_000);
    assertThat(one.found).containsExactlyInAnyOrder(two.address, three.address);
    two.discovery.stop();
    assertThat(one.found).containsExactly(three.address);
    three.deaf = true;
    three.discovery.start(at("198.18.0.4"));
    clock.pass(1_000);
    assertThat(one.found).contains(at("198.18.0.4"));
    three.leave();
    hosts.remove(three);
    clock.pass(200_000);
    assertThat(one.found).doesNotContain(two.address);
  }

  @Test
  void onlyPlacesThatCouldBeAnotherMemberAreTaken() {
    var one = new Host("198.18.0.1", "blue").start();
    clock.pass(1_000);
    var stranger = new Service("blue", "stranger");
    for (var ip :
        List.of(
            "198.18.0.1", "127.0.0.1", "::1", "fe80::1", "0.0.0.0", "224.0.0.1", "198.18.0.66")) {
      one.heard.accept(stranger.answer(at(ip), 120));
    }
    one.heard.accept(stranger.answer(new InetSocketAddress("198.18.0.5", 0), 120));
    assertThat(one.found).isEmpty();
    for (int i = 0; i < 200; i++) {
      one.heard.accept(stranger.answer(at("198.18.7." + i), Integer.MAX_VALUE));
    }
    assertThat(one.found).hasSize(64);
    clock.pass(121_000);
    one.heard.accept(stranger.answer(at("198.18.0.9"), 120));
    assertThat(one.found).containsExactly(at("198.18.0.9"));
  }
}
