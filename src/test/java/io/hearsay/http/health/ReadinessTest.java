package io.hearsay.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.BalancerSettings.Ready;
import io.hearsay.finding.Finding;
import io.hearsay.finding.Finding.Kind;
import io.hearsay.option.Option;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policy of docs/decisions/0014: which findings make a balancer not ready. */
class ReadinessTest {
  private static final BalancerSettings DEFAULTS =
      BalancerSettings.defaults(Path.of("haproxy.cfg"));

  /** Findings whose effect is configurable. */
  private static final Map<Kind, Option<Ready>> OPTIONS =
      new EnumMap<>(
          Map.of(
              Kind.TEMPLATE_REFUSED, BalancerOption.READY_TEMPLATE,
              Kind.RELOAD_IMPOSSIBLE, BalancerOption.READY_RELOAD,
              Kind.FOREIGN_CONFIG, BalancerOption.READY_RELOAD,
              Kind.HAPROXY_DOWN, BalancerOption.READY_RELOAD,
              Kind.ADDRESS_SHARED, BalancerOption.READY_SHARED_ADDRESS,
              Kind.NO_SERVER, BalancerOption.READY_NO_SERVER,
              Kind.ALL_DOWN, BalancerOption.READY_NO_SERVER));

  private static ProxyStatus status(boolean answering, long applied, String... backends) {
    var servers =
        Arrays.stream(backends)
            .map(b -> new ProxyStatus.Server(b, "web1", "10.0.0.1", 80, 100, "ready"))
            .toList();
    return new ProxyStatus(
        new ProxyStatus.Revisions(1, applied),
        new ProxyStatus.LastChange(
            ProxyStatus.Method.RELOAD,
            "start",
            Optional.of(Instant.EPOCH),
            Optional.empty(),
            Optional.<FailureKind>empty()),
        new ProxyStatus.Servers(servers, true, List.of(), 0, List.of()),
        new ProxyStatus.Counts(0, 1, Map.of(), 0, 0, 0, 0),
        new ProxyStatus.Process(answering ? 42 : 0, answering, "3.0", 0, true),
        List.of());
  }

  private static Finding finding(Kind kind) {
    return new Finding(kind, "x", "it is so", "do this");
  }

  @Test
  void withoutFindingsItIsReady() {
    assertThat(ProxyReadyCheck.reason(status(true, 1, "web"), List.of(), DEFAULTS)).isEmpty();
  }

  @Test
  void aSilentHaproxyIsNotReadyWhateverTheSettingsSay() {
    var lenient = DEFAULTS;
    for (var option : OPTIONS.values()) {
      lenient = lenient.with(option, Ready.WARN);
    }
    assertThat(ProxyReadyCheck.reason(status(false, 1, "web"), List.of(), lenient)).isPresent();
    assertThat(ProxyReadyCheck.reason(status(true, 0, "web"), List.of(), lenient)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFindingMattersOnlyAsItsSettingSays(Kind kind) {
    var status = status(true, 1, "web");
    var findings = List.of(finding(kind));
    var option = OPTIONS.get(kind);
    if (option == null) {
      assertThat(ProxyReadyCheck.reason(status, findings, DEFAULTS)).isEmpty();
      return;
    }
    boolean usual = option == BalancerOption.READY_RELOAD;
    assertThat(ProxyReadyCheck.reason(status, findings, DEFAULTS).isPresent()).isEqualTo(usual);
    assertThat(ProxyReadyCheck.reason(status, findings, DEFAULTS.with(option, Ready.UNREADY)))
        .hasValue("it is so");
    assertThat(ProxyReadyCheck.reason(status, findings, DEFAULTS.with(option, Ready.WARN)))
        .isEmpty();
  }

  @Test
  void oneOfTwoServicesDownIsNoReason() {
    var strict = DEFAULTS.with(BalancerOption.READY_NO_SERVER, Ready.UNREADY);
    var findings = List.of(finding(Kind.ALL_DOWN));
    assertThat(ProxyReadyCheck.reason(status(true, 1, "api", "web"), findings, strict)).isEmpty();
    assertThat(ProxyReadyCheck.reason(status(true, 1, "web"), findings, strict)).isPresent();
  }
}
