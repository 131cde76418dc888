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

  private static Catalog of(String... names) {
    var servers =
        Stream.of(names)
            .map(
                n ->
                    new Catalog.Server(
                        n,
                        "127.0.0.1",
                        1,
                        new Catalog.Share(100, false, false),
                        new Catalog.Labels("", "", new TreeMap<>())))
            .toList();
    return servers.isEmpty()
        ? Catalog.EMPTY
        : new Catalog(
            List.of(new Catalog.Service("web", ServiceOptions.DEFAULT, servers)),
            List.of(),
            Optional.of("web"));
  }

  private void flap(int times) {
    for (int i = 0; i < times; i++) {
      damping.filter(of("a", "b"), name -> wished, now += 1000);
      damping.filter(of("a"), name -> wished, now += 1000);
    }
  }

  @Test
  void aServerThatWentAFewTimesReturnsAtOnce() {
    flap(5);

    assertThat(damping.filter(of("a", "b"), name -> wished, now).size()).isEqualTo(2);
    assertThat(damping.next()).isEmpty();
  }

  @Test
  void aServerThatComesAndGoesIsHeldBackUntilItsPenaltyHasDecayed() {
    flap(6);

    assertThat(damping.filter(of("a", "b"), name -> wished, now).size()).isEqualTo(1);
    assertThat(damping.held()).containsExactly("web/b");
    long next = damping.next().getAsLong();
    assertThat(damping.filter(of("a", "b"), name -> wished, next - 100).size()).isEqualTo(1);
    assertThat(damping.filter(of("a", "b"), name -> wished, next).size()).isEqualTo(2);
  }

  @Test
  void nobodyIsHeldBackLongerThanTwoHalfLives() {
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
  void whoGoesBecauseItsOperatorWantsSoMayReturnAsOftenAsItLikes() {
    wished = true;
    flap(100);

    assertThat(damping.filter(of("a", "b"), name -> wished, now).size()).isEqualTo(2);
    assertThat(damping.held()).isEmpty();
  }

  @Test
  void aServerThatGoesIsGoneAtOnce() {
    flap(8);

    assertThat(damping.filter(of("a"), name -> wished, now).services().getFirst().servers())
        .extracting(Catalog.Server::name)
        .containsExactly("a");
  }

  /** With a half-life of 10 s: a server that goes in that distance, again and again. */
  @ParameterizedTest
  @CsvSource({"2500, true", "3000, true", "3300, false", "4000, false"})
  void itTakesMoreThanOneFaultEveryThreeSecondsOrSo(long distance, boolean held) {
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
  void withoutAHalfLifeNobodyIsEverHeldBack() {
    var none = new FlapDamping(0);
    for (int i = 0; i < 100; i++) {
      none.filter(of("a", "b"), name -> false, ++now);
      none.filter(of("a"), name -> false, ++now);
    }

    assertThat(none.filter(of("a", "b"), name -> false, now).size()).isEqualTo(2);
    assertThat(none.next()).isEmpty();
  }

  @Test
  void itIsWokenForWhenTheFirstServerMayReturn() {
    flap(6);
    damping.filter(of("a", "b"), name -> wished, now);
    long next = damping.next().getAsLong();

    assertThat(damping.filter(of("a", "b"), name -> wished, next - 2).size()).isEqualTo(1);
    assertThat(damping.filter(of("a", "b"), name -> wished, next).size()).isEqualTo(2);
    assertThat(damping.next()).isEmpty();
  }
}
