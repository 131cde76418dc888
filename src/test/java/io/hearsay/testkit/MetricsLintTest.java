package io.hearsay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsLintTest {
  private static final String GOOD =
      """
      # HELP x_servers Servers
      # TYPE x_servers gauge
      x_servers{state="up",name="a b"} 3.0
      x_servers{state="down",name="a b"} 0
      # HELP x_reloads_total Reloads
      # TYPE x_reloads_total counter
      x_reloads_total 1e3
      # HELP x_apply_seconds Time
      # TYPE x_apply_seconds histogram
      x_apply_seconds_bucket{le="+Inf"} 1
      x_apply_seconds_count 1
      x_apply_seconds_sum 0.5
      """;

  @Test
  void validMetricsPass() {
    assertThat(MetricsLint.problems(GOOD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # HELP x_servers Servers | # HELP x_servers | x_servers has no help
          # HELP x_servers Servers | # a comment      | x_servers has no help
          x_reloads_total          | x_reloads        | x_reloads is a counter: counters, and only they, end in _total
          counter                  | gauge            | x_reloads_total is a gauge: counters, and only they, end in _total
          x_servers                | x_servers_ms     | x_servers_ms is not in a base unit
          x_servers                | x_Servers        | x_Servers is no name in snake_case
          x_apply_seconds          | x_apply          | x_apply does not say its unit
          histogram                | gauge            | of no family: x_apply_seconds_bucket{le="+Inf"} 1
          down                     | up               | there twice: x_servers{state="up",name="a b"} 0
          x_reloads_total 1e3      | x_reloads_total  | not understood: x_reloads_total
          """)
  void mistakesAreNamed(String right, String wrong, String problem) {
    assertThat(MetricsLint.problems(GOOD.replace(right, wrong))).contains(problem);
  }

  @Test
  void anEmptyTextIsWrong() {
    assertThat(MetricsLint.problems("\n")).containsExactly("there is nothing");
  }
}
