package io.hearsay.balancer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.haproxy.Version;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final String FRAME = "defaults\n    mode http\nbackend web\n";
  private static final String A = "    server a 127.0.0.1:1 weight 5 check inter 2s\n";
  private static final String B = "    server b 127.0.0.1:2 weight 5 check inter 2s\n";

  private static Plan plan(String before, String after, String version) {
    return new Planner().plan(Optional.of(before), after, Version.parse(version).orElseThrow());
  }

  private static ReloadReason reason(String before, String after, String version) {
    return ((Plan.Reload) plan(before, after, version)).reason();
  }

  @Test
  void anUnknownRunningTextTakesAReload() {
    var plan = new Planner().plan(Optional.empty(), FRAME, Version.UNKNOWN);

    assertThat(((Plan.Reload) plan).reason()).isEqualTo(ReloadReason.UNCERTAIN);
  }

  @Test
  void anAddedServerNeedsNoReloadSince26() {
    assertThat(plan(FRAME + A, FRAME + A + B, "2.6.12")).isInstanceOf(Plan.Runtime.class);
    assertThat(reason(FRAME + A, FRAME + A + B, "2.4.22")).isEqualTo(ReloadReason.NOT_DYNAMIC);
  }

  @Test
  void weightAndMaintenanceNeedNoReloadWith24Either() {
    assertThat(plan(FRAME + A, FRAME + A.replace("weight 5", "weight 0"), "2.4.22"))
        .isInstanceOf(Plan.Runtime.class);
    assertThat(plan(FRAME + A, FRAME + A.replace("2s", "2s disabled"), "2.4.22"))
        .isInstanceOf(Plan.Runtime.class);
  }

  @Test
  void algorithmsThatCountServersTakeAReload() {
    var frame = FRAME + "    balance source\n";

    assertThat(reason(frame + A, frame + A + B, "3.0.11")).isEqualTo(ReloadReason.NOT_DYNAMIC);
  }

  @Test
  void anotherProtocolToAServerTakesAReload() {
    for (var words : new String[] {"proto h2", "ssl verify none", "send-proxy", "slowstart 5s"}) {
      assertThat(reason(FRAME + A, FRAME + A.replace("2s", "2s " + words), "3.0.11"))
          .isEqualTo(ReloadReason.SERVER_OPTIONS);
    }
  }

  @Test
  void anAddedServerHasACookieWhereHaproxyDerivesIt() {
    var frame = FRAME + "    dynamic-cookie-key web\n";

    for (var sticky : new boolean[] {true, false}) {
      var before = (sticky ? frame : FRAME) + A;
      var plan = (Plan.Runtime) plan(before, before + B, "2.6.12");
      assertThat(plan.changes())
          .singleElement()
          .isInstanceOfSatisfying(
              Plan.Change.Add.class, add -> assertThat(add.cookie()).isEqualTo(sticky));
    }
  }

  @Test
  void otherLinesOptionsAndBackendsTakeAReloadWithItsReason() {
    assertThat(reason(FRAME + A, FRAME + "    option x\n" + A, "3.0.11"))
        .isEqualTo(ReloadReason.LINES);
    assertThat(reason(FRAME + A, FRAME + A + "backend api\n", "3.0.11"))
        .isEqualTo(ReloadReason.BACKENDS);
    assertThat(reason(FRAME + A, FRAME + A.replace("2s", "3s"), "3.0.11"))
        .isEqualTo(ReloadReason.SERVER_OPTIONS);
    assertThat(reason(FRAME + A, FRAME + A + "    server b 1.2.3.4:1 \"x\"\n", "3.0.11"))
        .isEqualTo(ReloadReason.NOT_UNDERSTOOD);
  }

  @Test
  void aCommentIsWrittenAndNothingElse() {
    assertThat(plan(FRAME + A, FRAME + "    # new\n" + A, "3.0.11"))
        .isEqualTo(new Plan.Runtime(java.util.List.of()));
  }
}
