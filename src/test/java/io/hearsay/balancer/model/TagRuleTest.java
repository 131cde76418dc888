package io.hearsay.balancer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagRuleTest {
  @ParameterizedTest
  @CsvSource({
    "port,http",
    "port,0",
    "port,65536",
    "port,''",
    "weight,heavy",
    "weight,257",
    "weight,-1",
    "service,a/b",
    "zone,''",
    "version,1 2",
    "host,-x",
    "host,a_b",
    "path,api",
    "path,/a?b",
    "proto,h3",
    "proto,h2 ssl",
    "tls,yes",
    "tls,''"
  })
  void anInvalidValueIsReportedWithRuleAndExample(String tag, String value) {
    assertThat(TagRule.problems(Map.of(tag, value)))
        .singleElement()
        .asString()
        .contains(tag + "=" + value, tag + " takes", "such as");
  }

  @ParameterizedTest
  @EnumSource(TagRule.class)
  void itsOwnExampleFits(TagRule rule) {
    var example = rule.takes().substring(rule.takes().indexOf("such as ") + 8).split(" or ", 2)[0];
    assertThat(rule.fits(example)).as(example).isTrue();
  }

  @Test
  void tagsThatNoBalancerReadsAreFree() {
    assertThat(TagRule.problems(Map.of("colour", "#f00", "note", "a b", "Weight", "heavy")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "balancr",
        "balancerr",
        "balancet",
        "blaancer",
        "Balancer",
        "backedn",
        "backends",
        "ackend"
      })
  void aMistypedRoleGetsASuggestion(String role) {
    assertThat(TagRule.problems(Map.of("role", role)))
        .singleElement()
        .asString()
        .contains("did you mean role=ba");
  }

  @ParameterizedTest
  @ValueSource(strings = {"balancer", "backend", "worker", "cache", "", "back", "front"})
  void anyOtherRoleIsFreeToUse(String role) {
    assertThat(TagRule.problems(Map.of("role", role))).isEmpty();
  }
}
