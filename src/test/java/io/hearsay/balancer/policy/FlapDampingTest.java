package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOptions;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
}
