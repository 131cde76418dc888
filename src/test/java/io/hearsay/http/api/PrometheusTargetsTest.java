package io.hearsay.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrometheusTargetsTest {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private static Member member(
      String name, String address, MemberStatus status, Map<String, String> tags)
      throws UnknownHostException {
    return new Member(
        name,
        "1-1",
        InetAddress.getByName(address),
        7946,
        new Member.Word(true, TrafficMode.READY, 0, Tags.of(tags)),
        new Member.Sight(status, Instant.EPOCH, OptionalDouble.empty()));
  }

  private static JsonObject only(Member member) {
    var targets = PrometheusTargets.of(List.of(member), 7374);
    assertThat(targets.size()).isEqualTo(1);
    return targets.getJsonObject(0);
  }

  @Test
  void aMemberIsATargetWithItsTagsAsLabels() throws Exception {
    var target =
        only(
            member(
                "web1",
                "10.0.0.1",
                MemberStatus.ALIVE,
                Map.of("role", "backend", "service", "shop")));

    assertThat(target.encode())
        .isEqualTo(
            "{\"targets\":[\"10.0.0.1:7374\"],\"labels\":{"
                + "\"__meta_hearsay_address\":\"10.0.0.1\","
                + "\"__meta_hearsay_name\":\"web1\","
                + "\"__meta_hearsay_role\":\"backend\","
                + "\"__meta_hearsay_status\":\"alive\","
                + "\"__meta_hearsay_tag_role\":\"backend\","
                + "\"__meta_hearsay_tag_service\":\"shop\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "9100,  10.0.0.1:9100",
    "65535, 10.0.0.1:65535",
    "65536, 10.0.0.1:7374",
    "0,     10.0.0.1:7374",
    "-1,    10.0.0.1:7374",
    "80/x,  10.0.0.1:7374",
    "'',    10.0.0.1:7374"
  })
  void theMetricsPortIsTheOneThatTheMemberNames(String tag, String target) throws Exception {
    var member = member("w", "10.0.0.1", MemberStatus.ALIVE, Map.of("metrics-port", tag));

    assertThat(only(member).getJsonArray("targets").getString(0)).isEqualTo(target);
  }

  @Test
  void anAddressOfIpv6StandsInBrackets() throws Exception {
    var member = member("w", "fd00::1", MemberStatus.ALIVE, Map.of());

    assertThat(only(member).getJsonArray("targets").getString(0))
        .isEqualTo("[fd00:0:0:0:0:0:0:1]:7374");
  }

  /** Prometheus is meant to see that a target does not answer. */
  @ParameterizedTest
  @EnumSource
  void allMembersExceptThoseThatLeftAreTargets(MemberStatus status) throws Exception {
    var targets = PrometheusTargets.of(List.of(member("w", "10.0.0.1", status, Map.of())), 1);

    assertThat(targets.size()).isEqualTo(status == MemberStatus.LEFT ? 0 : 1);
  }

  @Test
  void hostileTagsMakeNoLabelThatPrometheusWouldRefuse() throws Exception {
    var tags =
        Map.of("a b", "1", "a-b", "2", "é\n", "x\ny", "__name__", "evil", "9", "\u202e", "__", "");
    var labels =
        only(member("w\u0000", "10.0.0.1", MemberStatus.ALIVE, tags)).getJsonObject("labels");

    assertThat(labels.fieldNames()).allMatch(name -> LABEL.matcher(name).matches());
    assertThat(labels.fieldNames()).allMatch(name -> name.startsWith("__meta_hearsay_"));
    assertThat(labels.getString("__meta_hearsay_tag_a_b")).isEqualTo("1");
    assertThat(labels.getString("__meta_hearsay_tag___")).isIn("", "x⟨U+000A⟩y");
    assertThat(labels.getString("__meta_hearsay_tag_9")).isEqualTo("⟨U+202E⟩");
    assertThat(labels.getString("__meta_hearsay_name")).isEqualTo("w⟨U+0000⟩");
  }

  @Test
  void aTagDoesNotReplaceHearsaysOwnLabels() throws Exception {
    var member = member("w", "10.0.0.1", MemberStatus.FAILED, Map.of("status", "alive"));

    assertThat(only(member).getJsonObject("labels").getString("__meta_hearsay_status"))
        .isEqualTo("failed");
  }
}
