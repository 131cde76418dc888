package io.hearsay.balancer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History();

  private static ServerStat stat(String backend, String name, long total, long failed, long now) {
    return new ServerStat(
        backend,
        name,
        new ServerStat.Health("UP", "", "", 0),
        new ServerStat.Place("127.0.0.1:1", 1, false),
        new ServerStat.Load(now, 0, 0, total, 0, 0),
        new ServerStat.Errors(failed, 0, 0, 0));
  }

  private static ServerStat web(long total, long failed, long now) {
    return stat("web", ServerStat.BACKEND, total, failed, now);
  }

  /** Records figures that many seconds after some full hour. */
  private void see(long second, ServerStat service, ServerStat... servers) {
    history.see(
        Instant.ofEpochSecond(3_600_000 + second), List.of(service), Backends.of(List.of(servers)));
  }

  /** The newest values. */
  private static List<Integer> last(int count, int[] values) {
    return Arrays.stream(values).skip(values.length - count).boxed().toList();
  }

  private History.Figures figures() {
    return history.service("web").orElseThrow().service();
  }

  @Test
  void withoutObservationsThereIsNothing() {
    assertThat(history.services()).isEmpty();
    assertThat(history.service("web")).isEmpty();
  }

  @Test
  void requestsAreCountedInTheSlotTheyCameIn() {
    see(0, web(1000, 5, 3));
    see(1, web(1010, 5, 8));
    see(9, web(1040, 6, 2));
    see(10, web(1041, 6, 4));

    assertThat(last(3, figures().requests())).containsExactly(-1, 40, 1);
    assertThat(last(3, figures().errors())).containsExactly(-1, 1, 0);
    assertThat(last(3, figures().sessions())).containsExactly(-1, 8, 4);
  }

  /** What was counted before the first look happened at an unknown time. */
  @Test
  void theFirstLookCountsNothing() {
    see(0, web(1_000_000, 77, 0));

    assertThat(last(1, figures().requests())).containsExactly(0);
    assertThat(last(1, figures().errors())).containsExactly(0);
  }

  @Test
  void aNewProcessCountsFromZero() {
    see(0, web(1000, 50, 0));
    see(1, web(7, 2, 0));

    assertThat(last(1, figures().requests())).containsExactly(7);
    assertThat(last(1, figures().errors())).containsExactly(2);
  }

  @Test
  void slotsWithoutObservationsAreMarked() {
    see(0, web(0, 0, 0));
    see(35, web(12, 0, 0));

    assertThat(last(5, figures().requests())).containsExactly(-1, 0, -1, -1, 12);
  }

  @Test
  void afterAnHourTheOldestIsOverwritten() {
    for (long slot = 0; slot <= 360; slot++) {
      see(slot * 10, web(slot, 0, slot));
    }

    var sessions = figures().sessions();
    assertThat(sessions).hasSize(360);
    assertThat(sessions[0]).isEqualTo(1);
    assertThat(sessions[359]).isEqualTo(360);
  }

  @Test
  void aLongSilenceErasesWhatWasBefore() {
    see(0, web(0, 0, 9));
    see(100_000, web(5, 0, 1));

    assertThat(Arrays.stream(figures().sessions()).filter(s -> s != -1)).containsExactly(1);
  }

  @Test
  void serversHaveFiveMinutes() {
    see(0, web(0, 0, 0), stat("web", "a", 0, 0, 0));
    see(5, web(3, 0, 0), stat("web", "a", 3, 1, 2));

    var servers = history.service("web").orElseThrow().servers();
    assertThat(servers).containsOnlyKeys("a");
    assertThat(servers.get("a").requests()).hasSize(30);
    assertThat(last(2, servers.get("a").requests())).containsExactly(-1, 3);
    assertThat(last(1, servers.get("a").errors())).containsExactly(1);
  }

  @Test
  void aRemovedServerIsForgottenAfterFiveMinutes() {
    see(0, web(0, 0, 0), stat("web", "a", 0, 0, 1));
    see(299, web(0, 0, 0));
    assertThat(history.service("web").orElseThrow().servers().get("a").sessions()[0]).isEqualTo(1);

    see(300, web(0, 0, 0));
    assertThat(history.service("web").orElseThrow().servers()).isEmpty();
  }

  @Test
  void aRemovedServiceIsForgottenAfterAnHour() {
    see(0, web(0, 0, 0));
    see(3599, stat("api", ServerStat.BACKEND, 0, 0, 0));
    assertThat(history.services().orElseThrow().services()).containsOnlyKeys("web", "api");

    see(3600, stat("api", ServerStat.BACKEND, 0, 0, 0));
    assertThat(history.services().orElseThrow().services()).containsOnlyKeys("api");
  }

  @Test
  void theEndIsTheEndOfTheNewestSlot() {
    see(12, web(0, 0, 0));

    assertThat(history.services().orElseThrow().end()).isEqualTo(Instant.ofEpochSecond(3_600_020));
  }

  @Test
  void aClockSetBackStartsOver() {
    see(1000, web(0, 0, 7));
    see(0, web(1, 0, 1));

    assertThat(Arrays.stream(figures().sessions()).filter(s -> s != -1)).containsExactly(1);
    assertThat(history.services().orElseThrow().end()).isEqualTo(Instant.ofEpochSecond(3_600_010));
  }

  @Test
  void surplusServersAndServicesAreLeftOutUntilThereIsRoom() {
    var services = new ArrayList<ServerStat>();
    for (int i = 0; i < 70; i++) {
      services.add(stat("s" + i, ServerStat.BACKEND, 0, 0, 0));
    }
    var servers = new ArrayList<ServerStat>();
    for (int i = 0; i < 700; i++) {
      servers.add(stat("s0", "a" + i, 0, 0, 0));
      servers.add(stat("s1", "b" + i, 0, 0, 0));
    }
    var at = Instant.ofEpochSecond(0);
    history.see(at, services, Backends.of(servers));

    assertThat(history.services().orElseThrow().services()).hasSize(64);
    assertThat(history.service("s0").orElseThrow().servers()).hasSize(700);
    assertThat(history.service("s1").orElseThrow().servers()).hasSize(324);

    var fewer = servers.stream().filter(s -> s.backend().equals("s1")).toList();
    history.see(at.plusSeconds(300), services, Backends.of(fewer));
    assertThat(history.service("s0").orElseThrow().servers()).isEmpty();
    assertThat(history.service("s1").orElseThrow().servers()).hasSize(700);
  }

  @Test
  void invalidFiguresDoNotOverflow() {
    see(0, web(0, 0, 0));
    see(1, web(Long.MAX_VALUE / 2, 0, Long.MAX_VALUE / 2));
    see(2, web(Long.MAX_VALUE - 1, 0, 0));

    assertThat(last(1, figures().requests())).containsExactly(Integer.MAX_VALUE);
    assertThat(last(1, figures().sessions())).containsExactly(Integer.MAX_VALUE);
  }
}
