package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopScreenTest {
  static final String MEMBERS =
      """
      {"self":"lb","label":"","members":[
       {"name":"web1","id":"1","address":"10.0.0.1","port":7946,"status":"alive","health":"passing","mode":"ready","incarnation":0,"tags":{"role":"backend","zone":"a"},"since":"x","rttMillis":0.7},
       {"name":"web2\\u001b[31m","id":"2","address":"fd00::2","port":7946,"status":"failed","health":"passing","mode":"ready","incarnation":0,"tags":{"role":"backend"},"since":"x"}]}""";

  static final String PROXY =
      """
      {"revision":3,"appliedRevision":3,"method":"runtime","reloads":1,"version":"2.6.12",
       "servers":[
        {"backend":"web","name":"web1","address":"10.0.0.1","port":3000,"weight":100,"state":"ready",
         "haproxy":{"status":"UP","check":"L7OK","weight":100,"backup":false,"sessions":2,"queue":0,"rate":40,"total":900,"errors":1,"retries":0}},
        {"backend":"web","name":"web2","address":"10.0.0.2","port":3000,"weight":100,"state":"ready",
         "haproxy":{"status":"DOWN","check":"L4CON","weight":100,"backup":false,"sessions":0,"queue":0,"rate":7,"total":50,"errors":9,"retries":0}}],
       "drift":[{"kind":"down","backend":"web","server":"web2","text":"DOWN there","since":"x"}]}""";

  private final TopFigures figures = new TopFigures(Json.parse(MEMBERS), Json.parse(PROXY));

  private static TopScreen screen(TopOrder order, String filter) {
    return new TopScreen(order, filter, false);
  }

  private List<String> servers(TopOrder order) {
    var all = screen(order, "").all(figures);
    int at = all.indexOf("SERVERS (2)");
    return all.subList(at + 2, at + 4);
  }

  @Test
  void servicesServersAndMembersHaveTheirFigures() {
    var all = String.join("\n", screen(TopOrder.NAME, "").all(figures));
    assertThat(all)
        .contains("HAProxy 2.6.12", "revision 3 by runtime", "1 alive, 1 failed")
        .contains("drift: web/web2: DOWN there")
        .containsPattern("web +1/2 +47 +2 +0 +950 +10")
        .containsPattern("web +web1 +10.0.0.1:3000 +ready +UP +L7OK +100 +40 +2 +900 +1")
        .containsPattern("web1 +10.0.0.1:7946 +alive +passing +ready +0.7 +backend +zone=a")
        .contains("[fd00::2]:7946");
  }

  @Test
  void textFromMembersIsEscapedOnTheTerminal() {
    assertThat(screen(TopOrder.NAME, "").picture(figures, "no\u001b[2J", 40, 200))
        .contains("web2⟨U+001B⟩[31m")
        .doesNotContain("\u001b[31m", "\u001b[2J");
  }

  @Test
  void eachOrderPutsTheRightRowFirst() {
    assertThat(servers(TopOrder.NAME).getFirst()).contains("web1");
    assertThat(servers(TopOrder.STATE).getFirst()).contains("web2");
    assertThat(servers(TopOrder.LOAD).getFirst()).contains("web1");
    assertThat(servers(TopOrder.ERRORS).getFirst()).contains("web2");
  }

  @Test
  void keysSortFilterScrollAndEnd() {
    var screen = screen(TopOrder.NAME, "");
    assertThat(screen.pressed('s')).isTrue();
    assertThat(screen.picture(figures, "", 40, 200)).contains("now state");
    "/web1\r".chars().forEach(screen::pressed);
    assertThat(screen.picture(figures, "", 40, 200)).contains("SERVERS (1 of 2)", "(web1, Esc");
    assertThat(screen.pressed('/')).isTrue();
    assertThat(screen.pressed('q')).as("while a filter is typed").isTrue();
    assertThat(screen.pressed(TerminalInput.ESCAPE)).isTrue();
    assertThat(screen.picture(figures, "", 5, 200)).doesNotContain("MEMBERS (2)");
    for (int i = 0; i < 100; i++) {
      screen.pressed(TerminalInput.DOWN);
    }
    assertThat(screen.picture(figures, "", 5, 200)).contains("[fd00::2]:7946");
    assertThat(screen.pressed('q')).isFalse();
  }

  @Test
  void withoutAHaproxyThereAreMembersOnly() {
    var all = screen(TopOrder.NAME, "").all(new TopFigures(Json.parse(MEMBERS), new JsonObject()));
    assertThat(String.join("\n", all)).contains("drives no HAProxy").doesNotContain("SERVERS");
  }
}
