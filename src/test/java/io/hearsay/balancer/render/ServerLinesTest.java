package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.SpeechOption.Http;
import io.hearsay.balancer.model.SpeechOption.ProxyProtocol;
import io.hearsay.balancer.model.SpeechOption.Tls;
import java.nio.file.Path;
import java.time.Duration;
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

  private static String spoken(ServiceOptions options, String... tags) {
    var all = new TreeMap<String, String>();
    for (int i = 0; i < tags.length; i += 2) {
      all.put(tags[i], tags[i + 1]);
    }
    return new ServerLines(
            options.with(ServiceOption.CHECK, new Check.None()).with(ServiceOption.IDLE, 0))
        .of(
            new Catalog.Server(
                "a",
                "10.0.0.1",
                80,
                new Catalog.Share(1, false, false),
                new Catalog.Labels("", "", all)))
        .replace("a 10.0.0.1:80 weight 1 pool-max-conn 0", "");
  }

  @Test
  void aMemberChoosesItsProtocolUnlessTheOperatorDoes() {
    var plain = ServiceOptions.DEFAULT;
    assertThat(spoken(plain)).isEmpty();
    assertThat(spoken(plain, "proto", "h2")).isEqualTo(" proto h2");
    assertThat(spoken(plain, "proto", "h1", "tls", "off")).isEmpty();
    assertThat(spoken(plain, "tls", "on")).isEqualTo(" ssl verify none");
    assertThat(spoken(plain, "tls", "on", "proto", "h2")).isEqualTo(" ssl verify none alpn h2");
    assertThat(spoken(plain.with(ServiceOption.PROTOCOL, Http.H1), "proto", "h2")).isEmpty();
    assertThat(spoken(plain.with(ServiceOption.TLS, Tls.OFF), "tls", "on")).isEmpty();
    assertThat(spoken(plain.with(ServiceOption.TLS, Tls.VERIFY), "tls", "off"))
        .isEqualTo(" ssl verify required ca-file @system-ca");
  }

  @Test
  void checksUseTheProtocolOfRequests() {
    var all =
        ServiceOptions.DEFAULT
            .with(ServiceOption.PROTOCOL, Http.H2)
            .with(ServiceOption.TLS, Tls.VERIFY)
            .with(ServiceOption.TLS_CA, Path.of("/ca"))
            .with(ServiceOption.TLS_NAME, "n.example")
            .with(ServiceOption.TLS_CERTIFICATE, Path.of("/crt"))
            .with(ServiceOption.PROXY_PROTOCOL, ProxyProtocol.V2)
            .with(ServiceOption.SLOW_START, Duration.ofSeconds(5));

    assertThat(line(all, false, true))
        .isEqualTo(
            CHECK
                + " pool-max-conn 16 slowstart 5000ms ssl verify required ca-file /ca crt /crt"
                + " sni str(n.example) verifyhost n.example alpn h2 check-ssl check-sni n.example"
                + " check-alpn h2 send-proxy-v2 check-send-proxy backup");
    assertThat(SpeechWords.filesOf(all)).contains("verify required ca-file /ca crt /crt");
    assertThat(SpeechWords.filesOf(ServiceOptions.DEFAULT)).isEmpty();
    assertThat(SpeechWords.filesOf(ServiceOptions.DEFAULT.with(ServiceOption.TLS, Tls.INSECURE)))
        .isEmpty();
  }

  @Test
  void theServersRoleComesLast() {
    var options = Services.tcp(":6379", new Check.None());

    assertThat(line(options, true, false)).isEqualTo("a 10.0.0.1:80 weight 1 disabled");
    assertThat(line(options, false, true)).isEqualTo("a 10.0.0.1:80 weight 1 backup");
    assertThat(line(options, true, true)).isEqualTo("a 10.0.0.1:80 weight 1 backup disabled");
  }
}
