package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServerLinesTest {
  private static final String CHECK =
      "a 10.0.0.1:80 weight 1 check inter 2000ms fastinter 250ms downinter 500ms fall 2 rise 1"
          + " observe layer4 error-limit 3 on-error fastinter";

  private static String line(ServiceOptions options, boolean disabled, boolean backup) {
    return new ServerLines(options)
        .of(
            new Catalog.Server(
                "a",
                "10.0.0.1",
                80,
                new Catalog.Share(1, disabled, backup),
                new Catalog.Labels("", "", new TreeMap<>())));
  }

  @Test
  void theOptionsOfTheServiceDecide() {
    assertThat(line(ServiceOptions.DEFAULT, false, false)).isEqualTo(CHECK + " pool-max-conn 16");
    assertThat(line(Services.http(Balance.URI, new Check.None(), 7, true), false, false))
        .isEqualTo("a 10.0.0.1:80 weight 1 pool-max-conn 16 maxconn 7");
    assertThat(line(Services.tcp(":6379", new Check.Redis()), false, false)).isEqualTo(CHECK);
    assertThat(line(Services.tcp(":6379", new Check.None()), false, false))
        .isEqualTo("a 10.0.0.1:80 weight 1");
  }

  @Test
  void whatTheServerIsComesLast() {
    var options = Services.tcp(":6379", new Check.None());

    assertThat(line(options, true, false)).isEqualTo("a 10.0.0.1:80 weight 1 disabled");
    assertThat(line(options, false, true)).isEqualTo("a 10.0.0.1:80 weight 1 backup");
    assertThat(line(options, true, true)).isEqualTo("a 10.0.0.1:80 weight 1 backup disabled");
  }
}
