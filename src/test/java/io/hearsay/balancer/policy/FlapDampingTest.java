package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOptions;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlapDampingTest {
  private static final long HALF_LIFE = 30_000;

  private final FlapDamping damping = new FlapDamping(HALF_LIFE);
  private long now;
  private boolean wished;

  private static Catalog.Server server(String name, int weight, boolean disabled) {
    return new Catalog.Server(
        name,
        "127.0.0.1",
        1,
        new Catalog.Share(weight, disabled, false),
        new Catalog.Labels("", "", new TreeMap<>()));
  }

  private static Catalog of(String... names) {
    return of(Stream.of(names).map(n -> server(n, 100, false)).toList());
  }

  private static Catalog of(List<Catalog.Server> servers) {
    return servers.isEmpty()
        ? Catalog.EMPTY
        : new Catalog(
            List.of(new Catalog.Service("web", ServiceOptions.DEFAULT, servers)),
            List.of(),
            Optional.of("web"));
  }

  /** Whether b is held back after that many faults at one instant, when it is back. */
  private boolean isHeldAfter(int faults, long at) {
    for (int i = 0; i < faults; i++) {
      damping.filter(of("a", "b"), name -> wished, at);
      damping.filter(of("a"), name -> wished, at);
    }
    return isHeld(at);
  }

  private boolean isHeld(long at) {
    return damping.filter(of("a", "b"), name -> wished, at).size() == 1;
  }

  private void flap(int times) {
    for (int i = 0; i < times; i++) {
      damping.filter(of("a", "b"), name -> wished, now += 1000);
      damping.filter(of("a"), name -> wished, now += 1000);
    }
  }

  @Test
  void aServerThatLeftAFewTimesReturnsImmediately() {
    flap(5);

    assertThat(damping.filter(of("a", "b"), name -> wished, now).size()).isEqualTo(2);
    assertThat(damping.next()).isEmpty();
  }

  @Test
  void aFlappingServerIsHeldBackUntilItsPenaltyHasDecayed() {
    flap(6);

    assertThat(damping.filter(of("a", "b"), name -> wished, now).size()).isEqualTo(1);
    assertThat(damping.held()).containsExactly("web/b");
    long next = damping.next().getAsLong();
    assertThat(damping.filter(of("a", "b"), name -> wished, next - 100).size()).isEqualTo(1);
    assertThat(damping.filter(of("a", "b"), name -> wished, next).size()).isEqualTo(2);
  }

  @Test
  void noServerIsHeldBackLongerThanTwoHalfLives() {
    flap(100);
    damping.filter(of("a", "b"), name -> wished, now);

    assertThat(damping.next().getAsLong() - now).isBetween(HALF_LIFE, 2 * HALF_LIFE + 1);
  }

  @Test
  void theLastServersAreNeverHeldBack() {
    flap(6);

    assertThat(damping.filter(of("b"), name -> wished, now).size()).isEqualTo(1);
    assertThat(damping.held()).isEmpty();
  }

  @Test
  void aServerThatLeavesOnPurposeIsNeverHeldBack() {
    wished = true;
    flap(100);

    assertThat(damping.filter(of("a", "b"), name -> wished, now).size()).isEqualTo(2);
    assertThat(damping.held()).isEmpty();
  }

  @Test
  void aServerThatLeavesIsGoneImmediately() {
    flap(8);

    assertThat(damping.filter(of("a"), name -> wished, now).services().getFirst().servers())
        .extracting(Catalog.Server::name)
        .containsExactly("a");
  }

  /** With a half-life of 10 s: a server that leaves repeatedly, at this interval. */
  @ParameterizedTest
  @CsvSource({"2500, true", "3000, true", "3300, false", "4000, false"})
  void onlyFaultsMoreFrequentThanAboutThreeSecondsAreTooMuch(long distance, boolean held) {
    var shorter = new FlapDamping(10_000);
    long time = 0;
    for (int i = 0; i < 40; i++) {
      shorter.filter(of("a", "b"), name -> false, time);
      shorter.filter(of("a"), name -> false, time + distance / 2);
      time += distance;
    }

    var back = shorter.filter(of("a", "b"), name -> false, time - distance / 2 + 1);

    assertThat(back.size()).isEqualTo(held ? 1 : 2);
    assertThat(shorter.next().isPresent()).isEqualTo(held);
  }

  @Test
  void withoutAHalfLifeNoServerIsHeldBack() {
    var none = new FlapDamping(0);
    for (int i = 0; i < 100; i++) {
      none.filter(of("a", "b"), name -> false, ++now);
      none.filter(of("a"), name -> false, ++now);
    }

    assertThat(none.filter(of("a", "b"), name -> false, now).size()).isEqualTo(2);
    assertThat(none.next()).isEmpty();
  }

  @Test
  void theNextWakeUpIsWhenTheFirstServerMayReturn() {
    flap(6);
    damping.filter(of("a", "b"), name -> wished, now);
    long next = damping.next().getAsLong();

    assertThat(damping.filter(of("a", "b"), name -> wished, next - 2).size()).isEqualTo(1);
    assertThat(damping.filter(of("a", "b"), name -> wished, next).size()).isEqualTo(2);
    assertThat(damping.next()).isEmpty();
  }

  /** A fault costs 1000; more than 5000 is too much. */
  @ParameterizedTest
  @CsvSource({"4, false", "5, false", "6, true", "7, true"})
  void fiveFaultsTogetherAreForgivenAndSixAreNot(int faults, boolean held) {
    assertThat(isHeldAfter(faults, 0)).isEqualTo(held);
  }

  /**
   * The penalty is capped at 10 000, which decays to 2500, where damping ends, in two half-lives.
   */
  @ParameterizedTest
  @CsvSource({"59998, true", "59999, true", "60000, false", "60001, false"})
  void theWorstServerIsBackAfterTwoHalfLives(long at, boolean held) {
    isHeldAfter(100, 0);

    assertThat(isHeld(at)).isEqualTo(held);
  }

  /**
   * What is left of one fault after a half-life, 500, still counts: five more give 5500, too much.
   * After that it is forgotten, and five more give 5000.
   */
  @ParameterizedTest
  @CsvSource({"29999, true", "30000, true", "30001, false", "60000, false"})
  void aFaultCountsForOneHalfLife(long later, boolean held) {
    isHeldAfter(1, 0);

    assertThat(isHeldAfter(5, later)).isEqualTo(held);
  }

  /** There is another server, a, beside b, which is held back unless it is needed. */
  @ParameterizedTest
  @CsvSource({"1, false, true", "100, false, true", "0, false, false", "100, true, false"})
  void onlyAnotherUsableServerCounts(int weight, boolean disabled, boolean held) {
    isHeldAfter(6, 0);

    var back =
        damping.filter(
            of(List.of(server("a", weight, disabled), server("b", 100, false))), name -> false, 0);

    assertThat(back.size()).isEqualTo(held ? 1 : 2);
    assertThat(damping.held()).hasSize(held ? 1 : 0);
  }

  @Test
  void faultsAreCountedAndIntentionalLeavesAreNot() {
    isHeldAfter(3, 0);
    wished = true;
    isHeldAfter(4, 0);

    assertThat(damping.flaps()).isEqualTo(3);
  }

  @Test
  void intentIsLookedUpByTheMembersName() {
    for (int i = 0; i < 6; i++) {
      damping.filter(of("a", "b", "c"), "c"::equals, 0);
      damping.filter(of("a"), "c"::equals, 0);
    }

    damping.filter(of("a", "b", "c"), "c"::equals, 0);

    assertThat(damping.held()).containsExactly("web/b");
  }

  @Test
  void eachHeldServerHasItsOwnWakeUp() {
    for (int i = 0; i < 6; i++) {
      damping.filter(of("a", "b", "c"), name -> false, 0);
      damping.filter(of("a", "c"), name -> false, 0);
    }
    for (int i = 0; i < 6; i++) {
      damping.filter(of("a", "b", "c"), name -> false, 5000);
      damping.filter(of("a", "b"), name -> false, 5000);
    }
    damping.filter(of("a", "b", "c"), name -> false, 5000);
    assertThat(damping.held()).containsExactly("web/b", "web/c");
    long first = damping.next().getAsLong();

    var then = damping.filter(of("a", "b", "c"), name -> false, first);

    assertThat(then.size()).isEqualTo(2);
    assertThat(damping.held()).containsExactly("web/c");
    assertThat(damping.next().getAsLong()).isEqualTo(first + 5000);
  }
}
