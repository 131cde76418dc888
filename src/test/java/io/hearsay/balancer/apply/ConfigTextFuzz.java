package io.hearsay.balancer.apply;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.balancer.haproxy.ServerState;
import io.hearsay.balancer.haproxy.Version;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.balancer.plan.NewListeners;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.Planner;
import io.hearsay.balancer.render.TextInspection;
import io.hearsay.fuzz.Target;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Texts for HAProxy and its own dump of servers, from any source: the running text, the wanted text
 * and the dump, separated by a byte of 1.
 */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class ConfigTextFuzz {
  private static final Version VERSION = Version.parse("3.0.1").orElseThrow();
  private static final BalancerSettings SETTINGS =
      BalancerSettings.defaults(Path.of("/etc/haproxy/haproxy.cfg"));

  private static final String TEXT =
      """
      global
          stats socket /etc/haproxy/haproxy.sock mode 600 level admin expose-fd listeners
      defaults
          mode http
          balance roundrobin
      frontend web
          bind :80
          default_backend web
      # comment
      backend web
          balance leastconn
          server a 10.0.0.1:3000 weight 100 check inter 2000ms
          server b ipv6@[fd00::1]:3000 weight 0 check backup
      backend api
          server c 10.0.0.3:80 weight 1 disabled
      listen tcp
          bind 127.0.0.1:6379
          mode tcp
          server d 10.0.0.4:6379 track a on-marked-down shutdown-sessions
      """;

  private static final String STATE =
      """
      1
      # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight \
      srv_iweight srv_port
      3 web 1 a 10.0.0.1 0 0 100 100 3000
      3 web 2 b fd00::1 2 0 0 0 3000
      4 api 1 c 10.0.0.3 0 1 1 1 80
      5 tcp 1 d 10.0.0.4 2 0 1 1 6379
      """;

  private ConfigTextFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "config-text",
        ConfigTextFuzz.class,
        ConfigTextFuzz::fuzzerTestOneInput,
        Target.bytes(
            TEXT + "\1" + TEXT + "\1" + STATE,
            TEXT
                + "\1"
                + TEXT.replace("    server a", "    server e 10.0.0.5:1\n    server a")
                    .replace("weight 0", "weight 7")
                + "\1"
                + STATE,
            TEXT + "\1" + TEXT.replace("backend api", "backend new") + "\1" + STATE,
            "backend a\n\1backend a\n\n# end\n    server a 1.2.3.4:5\n\nfrontend f\n\1" + STATE,
            // Once parsed in one way and written in another.
            "\1backend a\n    server a 1.2.3.4:5\n",
            "backend a\n\0\n    server a 1.2.3.4:5\n\1backend a\n    server b 1.2.3.4:6\n",
            "backend a\n    server a 1.2.3.4:5\nbackend a\n    server b 1.2.3.4:6\n\1backend a\n",
            "backend a\n    server a 1.2.3.4:5 weight\n\1backend a\n    server a 1.2.3.4:6\n",
            "  backend a\n    server a 1.2.3.4:5\n  backend b\n    server a 1.2.3.4:6\n\1backend b\n",
            "backend a\n    server a 1.2.3.4:5\n    mode tcp\n    server b 1.2.3.4:6\n\1"
                + "backend a\n    mode tcp\n    server b 1.2.3.4:6\n"),
        Target.bytes(
            "backend ",
            "listen x\n",
            "defaults\n",
            "\n    server a 10.0.0.9:80",
            "\nglobal\n",
            "    server ",
            " weight 256",
            " disabled",
            " check",
            " ssl",
            "default-server",
            "server-template x 3 ",
            "balance uri",
            "#",
            "\u001c",
            "\u2003",
            "\u0085",
            "\1",
            "\0web",
            "stats socket ",
            "expose-fd listeners",
            "nbproc 2",
            "10.0.0.1:0",
            "[::]:80"),
        4);
  }

  /**
   * A text that is understood is understood the same way every time: what can be done at run time
   * leads to the text that was promised, and needs no reload.
   */
  public static void fuzzerTestOneInput(byte[] input) {
    var parts = Target.text(input).split("\1", 3);
    var running = parts[0];
    var wanted = parts.length > 1 ? parts[1] : running;
    hold(plan(running, running) instanceof Plan.Nothing, "a text differs from itself");
    var before = ConfigText.parse(running);
    var after = before.flatMap(b -> b.parseNext(wanted));
    if (before.isPresent()) {
      hold(after.equals(ConfigText.parse(wanted)), "it is read in another way after another text");
    }
    var plan = plan(running, wanted);
    RuntimePart.of(running, wanted, name -> true, VERSION)
        .ifPresent(part -> part(running, wanted, part, plan));
    TextInspection.of(wanted, SETTINGS)
        .ifPresent(f -> hold(f.line().isEmpty() || wanted.contains(f.line()), f.line()));
    NewListeners.ports(wanted).forEach(p -> hold(p >= 0 && p <= 0xffff, "port " + p));
    before.ifPresent(text -> state(text, parts.length > 2 ? parts[2] : wanted));
  }

  private static Plan plan(String running, String wanted) {
    return new Planner().plan(Optional.of(running), wanted, VERSION);
  }

  private static void part(String running, String wanted, RuntimePart part, Plan plan) {
    var text = ConfigText.parse(part.text());
    hold(text.isPresent(), "the text that runs after it is not understood");
    var way = plan(running, part.text());
    hold(!(way instanceof Plan.Reload), "what can be done at run time takes a reload: " + way);
    if (plan instanceof Plan.Runtime whole) {
      var rest = plan(part.text(), wanted);
      hold(
          rest instanceof Plan.Runtime r && r.changes().isEmpty() || rest instanceof Plan.Nothing,
          "after all of it something is left: " + rest + " of " + whole);
      hold(part.waiting().isEmpty(), "something waits: " + part.waiting());
    }
  }

  private static void state(ConfigText text, String answer) {
    var state = ServerState.parse(answer);
    if (state.isEmpty()) {
      return;
    }
    RunningServers.leftovers(text, state.get())
        .ifPresent(
            left ->
                left.forEach(
                    id -> {
                      int slash = id.indexOf('/');
                      hold(
                          text.server(id.substring(0, slash), id.substring(slash + 1)).isEmpty(),
                          id + " is in the text");
                    }));
    for (var row : RunningServers.carriedOver(text, state.get()).rows()) {
      hold(text.server(row.backend(), row.server()).isPresent(), "nobody knows " + row.server());
      hold(!row.inMaintenance(), row.server() + " would stay in maintenance");
    }
  }
}
