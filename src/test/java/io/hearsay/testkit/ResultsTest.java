package io.hearsay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Results results =
      new Results(new PrintStream(out, true, StandardCharsets.UTF_8), 1);

  @Test
  void aTimeAtItsLimitPasses() {
    results.section("1").atMost("it", Duration.ofSeconds(2), Duration.ofSeconds(2));

    assertThat(results.allReached()).isTrue();
  }

  @Test
  void oneMissedTargetIsEnoughToFail() {
    var section = results.section("1");
    section.atMost("it", Duration.ofMillis(2001), Duration.ofSeconds(2));
    section.equal("that", 0, 0);

    assertThat(results.allReached()).isFalse();
    assertThat(results.table()).containsOnlyOnce("| ok ").contains("| MISSED |", "\nMISSED:\n");
  }

  @Test
  void aNoteCannotFail() {
    results.section("5").info("requests failed", "7 of 9");

    assertThat(results.allReached()).isTrue();
  }

  @Test
  void aScenarioThatBreaksOffFailsWithItsLastWordsInTheTable() {
    results.section("2").brokeOff("Container x Waiting\ncontainer x is unhealthy");

    assertThat(results.allReached()).isFalse();
    assertThat(results.table()).contains("broke off: container x is unhealthy");
  }

  @Test
  void slackIsForTimesAndNotForFacts() {
    var patient = new Results(new PrintStream(out, true, StandardCharsets.UTF_8), 3);
    patient.section("1").atMost("it", Duration.ofSeconds(6), Duration.ofSeconds(2));

    assertThat(patient.allReached()).isTrue();
    assertThat(patient.table()).contains("| slow ");
    patient.section("1").equal("that", 1, 0);
    assertThat(patient.allReached()).isFalse();
  }

  @Test
  void aRepeatedScenarioMustReachItsTargets() {
    results.section("2").equal("that", 1, 0);

    results.again("2");
    assertThat(results.reached("2")).isTrue();
    results.section("2").equal("that", 1, 0);
    assertThat(results.reached("2")).isFalse();
  }

  @Test
  void figuresAreJudgedByTheirBounds() {
    var section = results.section("1");
    section.atMost("it", 0.5, 0.5);
    section.atLeast("it", 2, 2);
    section.exactly("it", 3, 3);
    section.must("it", true);
    assertThat(results.allReached()).isTrue();

    results.section("2").atMost("it", 0.51, 0.5);
    results.section("3").atLeast("it", 1, 2);
    results.section("4").exactly("it", 4, 3);
    results.section("5").must("it", false);
    for (var name : List.of("2", "3", "4", "5")) {
      assertThat(results.reached(name)).as(name).isFalse();
    }
    assertThat(results.reached("1")).isTrue();
  }

  @Test
  void resultsArePrintedImmediatelyAndGroupedInTheTable() {
    results.section("1").atMost("first", 1, 2, "7 without");
    results.section("2").info("second", 0.25);
    results.section("1").note("a word");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("1: first: 1 (target: <= 2)", "2: second: 0.250", "a word");
    assertThat(results.table().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("| row "),
            rule -> assertThat(rule).startsWith("|---|"),
            first -> assertThat(first).startsWith("| 1 ").endsWith("| ok     | 7 without |"),
            second -> assertThat(second).startsWith("| 2 ").contains(" 0.250 "),
            note -> assertThat(note).isEqualTo("1: a word"));
  }
}
