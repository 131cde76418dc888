package io.hearsay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Results results =
      new Results(new PrintStream(out, true, StandardCharsets.UTF_8), 1);

  @Test
  void aTimeAtItsLimitIsReached() {
    results.section("1").atMost("it", Duration.ofSeconds(2), Duration.ofSeconds(2));

    assertThat(results.allReached()).isTrue();
  }

  @Test
  void oneMissedTargetIsEnoughToFail() {
    var section = results.section("1");
    section.atMost("it", Duration.ofMillis(2001), Duration.ofSeconds(2));
    section.equal("that", 0, 0);

    assertThat(results.allReached()).isFalse();
    results.table();
    assertThat(out.toString(StandardCharsets.UTF_8)).containsOnlyOnce("ok\n").contains("MISSED\n");
  }

  @Test
  void whatIsOnlyToldCannotFail() {
    results.section("5").tell("requests failed", "7 of 9");

    assertThat(results.allReached()).isTrue();
  }

  @Test
  void aStoryThatBreaksOffFailsAndItsLastWordsAreInTheTable() {
    results.section("2").brokeOff("Container x Waiting\ncontainer x is unhealthy");

    assertThat(results.allReached()).isFalse();
    results.table();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("broke off: container x is unhealthy");
  }

  @Test
  void slackIsForTimesAndNotForFacts() {
    var patient = new Results(new PrintStream(out, true, StandardCharsets.UTF_8), 3);
    patient.section("1").atMost("it", Duration.ofSeconds(6), Duration.ofSeconds(2));

    assertThat(patient.allReached()).isTrue();
    patient.table();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("slow");
    patient.section("1").equal("that", 1, 0);
    assertThat(patient.allReached()).isFalse();
  }

  @Test
  void aStoryThatIsPlayedAgainHasToReachItsTargetsThen() {
    results.section("2").equal("that", 1, 0);

    results.again("2");
    assertThat(results.reached("2")).isTrue();
    results.section("2").equal("that", 1, 0);
    assertThat(results.reached("2")).isFalse();
  }
}
