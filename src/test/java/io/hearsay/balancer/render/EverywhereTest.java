package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EverywhereTest {
  @Test
  void aPortAloneMeansBothFamiliesWhereBothExist() {
    assertThat(Everywhere.bind(":80", true)).isEqualTo("[::]:80 v4v6");
    assertThat(Everywhere.bind(":80", false)).isEqualTo(":80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:80", "*:80", ":::80", ":443 ssl crt /etc/x.pem", "/run/x.sock"})
  void whatTheOperatorSpellsOutStays(String bind) {
    assertThat(Everywhere.bind(bind, true)).isEqualTo(bind);
  }
}
