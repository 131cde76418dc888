package io.hearsay.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
  private static final String FIELDS = " S 1 7 6 0 -1 4194560 1 0 0 0 40 2 0 0 20 0 1 0 100";

  @Test
  void aNameMayLookLikeFields() {
    assertThat(ProcessStat.parse("7 (a) Z 1 (b)" + FIELDS)).contains(new ProcessStat("S", 6, 42));
  }

  @Test
  void aZombieIsRecognised() {
    for (var state : new String[] {"Z", "X"}) {
      var stat = ProcessStat.parse("7 (sh)" + FIELDS.replaceFirst("S", state)).orElseThrow();
      assertThat(stat.ended()).as(state).isTrue();
    }
    assertThat(ProcessStat.parse("7 (sh)" + FIELDS).orElseThrow().ended()).isFalse();
  }

  @Test
  void anInvalidLineIsNoStat() {
    assertThat(ProcessStat.parse("")).isEmpty();
    assertThat(ProcessStat.parse("7 (sh) S 1")).isEmpty();
    assertThat(ProcessStat.parse("7 (sh)" + FIELDS.replace(" 40 ", " x "))).isEmpty();
  }

  @Test
  void thisProcessIsAliveWithItsOwnId() {
    var stat = ProcessStat.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(stat.ended()).isFalse();
    assertThat(stat.session()).isEqualTo(ProcessStat.self().orElseThrow().session());
    assertThat(ProcessStat.of(Long.MAX_VALUE)).isEmpty();
  }
}
