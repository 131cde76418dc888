package io.hearsay.balancer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.haproxy.Version;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running HAProxy can follow, line by line, and the reason reported where it cannot. */
class DynamicServersTest {
  private static final String A = "    server a 127.0.0.1:1 check\n";

  private static String plan(String frame, String before, String after, String version) {
    var plan =
        new Planner()
            .plan(Optional.of(frame + before), frame + after, Version.parse(version).orElseThrow());
    return switch (plan) {
      case Plan.Nothing nothing -> "nothing";
      case Plan.Runtime runtime ->
          String.join(
              ", ",
              runtime.changes().stream()
                  .map(
                      change ->
                          switch (change) {
                            case Plan.Change.Add c ->
                                "add " + c.backend() + "/" + c.server().name();
                            case Plan.Change.Remove c ->
                                "remove " + c.backend() + "/" + c.server().name();
                            case Plan.Change.Modify c ->
                                "modify " + c.backend() + "/" + c.after().name();
                          })
                  .toList());
      case Plan.Reload reload ->
          reload.reason().label()
              + ": "
              + reload.detail().replaceFirst("server web/\\w+ cannot follow at run time: ", "");
    };
  }

  private static String web(String before, String after, String version) {
    return plan("defaults\n mode http\nbackend web\n", before, after, version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1:2 check inter 2s fall 3 rise 1 | 2.6.12 | add web/b
          127.0.0.1:2 backup maxconn 5             | 2.6.12 | add web/b
          127.0.0.1:2                              | 2.6.12 | add web/b
          127.0.0.1:2                              | 2.4.22 | not-dynamic: HAProxy 2.4.22 cannot, 2.6 could
          host:2                                   | 3.0.11 | not-dynamic: its address is not an IP address with a port
          127.0.0.1:2 check init-addr none         | 3.0.11 | not-dynamic: keyword init-addr
          127.0.0.1:2 inter init-addr              | 3.0.11 | add web/b
          127.0.0.1:2 check track x/y              | 3.0.11 | not-dynamic: keyword track
          127.0.0.1:2 ssl verify none              | 3.0.11 | add web/b
          127.0.0.1:2 check ssl verify none        | 3.0.11 | not-dynamic: its check would differ; give it check-ssl or check-send-proxy
          127.0.0.1:2 check ssl check-ssl          | 3.0.11 | add web/b
          127.0.0.1:2 check send-proxy             | 3.0.11 | not-dynamic: its check would differ; give it check-ssl or check-send-proxy
          127.0.0.1:2 check send-proxy-v2          | 3.0.11 | not-dynamic: its check would differ; give it check-ssl or check-send-proxy
          127.0.0.1:2 check send-proxy check-send-proxy | 3.0.11 | add web/b
          127.0.0.1:2 send-proxy                   | 3.0.11 | add web/b
          127.0.0.1:2 cookie b                     | 2.6.12 | not-dynamic: keyword cookie
          127.0.0.1:2 cookie b                     | 3.0.11 | add web/b
          127.0.0.1:2 proto h2 check               | 2.6.12 | add web/b
          127.0.0.1:2 slowstart 5s check           | 2.6.12 | add web/b
          127.0.0.1:2 check ssl verify required ca-file /a crt /b sni str(c) verifyhost c alpn h2 check-ssl check-sni c check-alpn h2 | 2.6.12 | add web/b
          127.0.0.1:2 crt-list /b                  | 3.0.11 | not-dynamic: keyword crt-list
          """)
  void anAddedServer(String server, String version, String then) {
    assertThat(web(A, A + " server b " + server + "\n", version)).isEqualTo(then);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1:2 check                              | 2.6.12 | remove web/b
          127.0.0.1:2                                    | 2.4.22 | not-dynamic: HAProxy 2.4.22 cannot, 2.6 could
          127.0.0.1:2 track x/y                          | 3.0.11 | not-dynamic: keyword track
          127.0.0.1:2 on-marked-down shutdown-sessions   | 3.0.11 | not-dynamic: on-marked-down
          host:2 init-addr none                          | 3.0.11 | remove web/b
          """)
  void aRemovedServer(String server, String version, String then) {
    assertThat(web(A + " server b " + server + "\n", A, version)).isEqualTo(then);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1:2 weight 5             | 127.0.0.1:2 weight 6          | modify web/b
          127.0.0.1:2                      | 127.0.0.1:2 weight 1          | ''
          127.0.0.1:2                      | 127.0.0.1:2 disabled          | modify web/b
          127.0.0.1:2 disabled             | 127.0.0.1:2                   | modify web/b
          127.0.0.1:2                      | 127.0.0.1:3                   | modify web/b
          127.0.0.1:2                      | host:3                        | not-dynamic: its address is not an IP address with a port
          host:2                           | host:2 weight 3               | modify web/b
          host:2                           | 127.0.0.1:2                   | modify web/b
          127.0.0.1:2 check                | 127.0.0.1:2                   | server-options: the options of server b differ
          127.0.0.1:2 on-marked-down x     | 127.0.0.1:2 on-marked-down x disabled | not-dynamic: on-marked-down
          127.0.0.1:2 on-marked-down x disabled | 127.0.0.1:2 on-marked-down x | modify web/b
          127.0.0.1:2 on-marked-down x disabled | 127.0.0.1:9 on-marked-down x disabled | modify web/b
          """)
  void aChangedServer(String before, String after, String then) {
    assertThat(web(" server b " + before + "\n", " server b " + after + "\n", "2.4.22"))
        .isEqualTo(then);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          balance roundrobin    | add web/b  | modify web/a
          balance leastconn     | add web/b  | modify web/a
          balance random(3)     | add web/b  | modify web/a
          balance source        | not-dynamic: balance source depends on positions or numbers | not-dynamic: balance source depends on positions or numbers
          balance uri depth 3   | not-dynamic: balance uri depends on positions or numbers | not-dynamic: balance uri depends on positions or numbers
          default-server check  | not-dynamic: default-server | not-dynamic: default-server
          use-server a if x     | not-dynamic: use-server | not-dynamic: use-server
          dynamic-cookie-key k  | add web/b  | modify web/a
          """)
  void linesOfTheBackendOrTheDefaults(String line, String more, String weight) {
    var own = "defaults\n mode http\nbackend web\n " + line + "\n";
    var common = "defaults\n " + line + "\nbackend web\n";
    var heavier = A.replace("check", "check weight 7");
    for (var frame : new String[] {own, common}) {
      assertThat(plan(frame, A, A + " server b 127.0.0.1:2\n", "3.0.11")).isEqualTo(more);
      assertThat(plan(frame, A, heavier, "3.0.11")).isEqualTo(weight);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "source,consistent,add web/b",
    "uri,consistent,add web/b",
    "hdr(host),consistent,add web/b",
    "source,map-based,not-dynamic: balance source depends on positions or numbers",
    "first,consistent,not-dynamic: balance first depends on positions or numbers"
  })
  void aConsistentHashAdmitsServers(String balance, String type, String then) {
    var frame = "backend web\n balance " + balance + "\n hash-type " + type + "\n";
    assertThat(plan(frame, A, A + " server b 127.0.0.1:2\n", "2.6.12")).isEqualTo(then);
    var common = "defaults\n hash-type " + type + "\nbackend web\n balance " + balance + "\n";
    assertThat(plan(common, A, A + " server b 127.0.0.1:2\n", "2.6.12")).isEqualTo(then);
  }

  @Test
  void aBackendsOwnAlgorithmOverridesThatOfTheDefaults() {
    var frame = "defaults\n balance source\nbackend web\n balance roundrobin\n";
    assertThat(plan(frame, A, A + " server b 127.0.0.1:2\n", "3.0.11")).isEqualTo("add web/b");
    // An algorithm that depends on positions also counts servers in maintenance.
    var fixed = "defaults\nbackend web\n balance source\n";
    assertThat(plan(fixed, A, A.replace("check", "check disabled"), "3.0.11"))
        .isEqualTo("modify web/a");
  }

  @Test
  void theReasonNamesLinesOrBackends() {
    assertThat(plan("", "backend web\n", "backend api\n", "3.0.11"))
        .isEqualTo("backends: new backend api; backend gone web");
    assertThat(plan("", "backend web\n", "backend web\nbackend z\nbackend y\n", "3.0.11"))
        .isEqualTo("backends: new backend y, z");
    assertThat(plan("", "backend web\nbackend api\n", "backend web\n", "3.0.11"))
        .isEqualTo("backends: backend gone api");
    assertThat(plan("", "backend web\n x\n", "backend web\n y\n", "3.0.11"))
        .isEqualTo("lines: other lines than server lines differ");
    assertThat(web(A, A, "3.0.11")).isEqualTo("nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server b
          server b 1.2.3.4:1 weight
          server b 1.2.3.4:1 weight x
          server b 1.2.3.4:1 weight 1000
          server b 1.2.3.4:1 "quoted"
          server b 1.2.3.4:1 $PORT
          server a 1.2.3.4:1
          backend web
          """)
  void linesThatAreNotUnderstood(String line) {
    assertThat(web(A, A + " " + line + "\n", "3.0.11"))
        .isEqualTo("not-understood: there are server lines that are not understood");
  }

  @Test
  void theFirstServerOfABackendMayStandAnywhereInIt() {
    var empty = "backend web\n option x\n";
    assertThat(plan("", empty, "backend web\n " + A + " option x\n", "3.0.11"))
        .isEqualTo("add web/a");
    assertThat(plan("", empty, empty + A, "3.0.11")).isEqualTo("add web/a");
    assertThat(plan("", empty + A, "backend web\n " + A + " option x\n", "3.0.11"))
        .startsWith("lines");
  }

  @Test
  void aPlannerContinuesFromWhatItKnows() {
    var version = Version.parse("3.0.11").orElseThrow();
    var planner = new Planner();
    var text = "backend web\n" + A;
    for (int i = 2; i < 5; i++) {
      var next = text + " server s" + i + " 127.0.0.1:" + i + "\n";
      assertThat(planner.plan(Optional.of(text), next, version)).isInstanceOf(Plan.Runtime.class);
      text = next;
    }
    planner.know("backend api\n");
    assertThat(planner.plan(Optional.of(text), "backend web\n" + A, version))
        .isInstanceOfSatisfying(Plan.Runtime.class, r -> assertThat(r.changes()).hasSize(3));
  }

  @Test
  void aServerIsCheckedIfItsLineSaysSo() {
    var text = ConfigText.parse("backend web\n" + A + " server b 127.0.0.1:2\n").orElseThrow();
    assertThat(text.server("web", "a").orElseThrow().checked()).isTrue();
    assertThat(text.server("web", "b").orElseThrow().checked()).isFalse();
    assertThat(text.server("api", "a")).isEmpty();
  }

  @Test
  void labelsAreForMetrics() {
    assertThat(ReloadReason.NOT_DYNAMIC.label()).isEqualTo("not-dynamic");
  }
}
