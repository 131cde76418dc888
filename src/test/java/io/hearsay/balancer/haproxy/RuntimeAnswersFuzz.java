package io.hearsay.balancer.haproxy;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Answers on HAProxy's admin socket, or from whatever else listens there. The first byte selects
 * the command that is answered.
 */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class RuntimeAnswersFuzz {
  private static final Path SOCKET = Path.of("/run/haproxy.sock");
  private static final int MAX_COMMANDS = 8;

  private RuntimeAnswersFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "runtime-api",
        RuntimeAnswersFuzz.class,
        RuntimeAnswersFuzz::fuzzerTestOneInput,
        Target.bytes(
            "\0Name: HAProxy\nVersion: 2.6.12-1+deb12u4\nNbthread: 2\nPid: 17319\nUptime: 0d\n\n",
            "\001\n> \n> Server deleted.\n> New server registered.\n\n> IP changed from '1' to"
                + " '2'\n\n> ",
            "\0021\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state"
                + " srv_uweight srv_iweight srv_port srvrecord\n"
                + "3 web 1 a 127.0.0.2 0 0 100 100 3000 -\n3 web 2 b ::1 2 5 0 0 3000 -\n\n",
            "\003# pxname,svname,qcur,qmax,scur,smax\nweb,a,1,0,2,0\nshop,a,,0,7,0\nweb,b,0,0,0,\n",
            "\004#<PID> <type> <reloads> <uptime> <version>\n17316           master          0"
                + " [failed: 2]   0d00h00m06s     2.6.12\n# workers\n17319   worker  0  0d\n",
            "\004123456789012345678901234567890 master 0 [failed: 12345678901] 0d\n",
            "\0021\n# be_id be_name srv_id srv_name\n3 web 1 a\n\0\n3 web 2 b\n",
            "\005unix@/run/haproxy.sock\nadmin all\n",
            "\005# socket lvl processes\nunix@/run/haproxy.sock admin all\nsockpair@4 admin all\n"),
        Target.bytes(
            "\n> ",
            "Pid: ",
            "Version: ",
            "3.0.1",
            "# ",
            " srv_name",
            " srv_op_state",
            "1\n",
            "256",
            " master ",
            "[failed: ",
            "]",
            "unix@/run/haproxy.sock",
            " admin",
            "web,a,",
            ",,,"),
        1);
  }

  /**
   * Answers are understood or refused, without any other outcome, and numbers stay within their
   * bounds.
   */
  public static void fuzzerTestOneInput(byte[] input) {
    var text = Target.rest(input);
    switch (Target.kind(input, 6)) {
      case 0 -> RuntimeApi.info(text).ifPresent(RuntimeAnswersFuzz::info);
      case 1 -> answers(text, 1 + text.length() % MAX_COMMANDS);
      case 2 -> ServerState.parse(text).ifPresent(RuntimeAnswersFuzz::state);
      case 3 -> sessions(text);
      case 4 ->
          MasterWorker.Master.of(text)
              .ifPresent(m -> hold(m.pid() >= 0 && m.failed() >= 0, m.toString()));
      default ->
          hold(
              !StartSocket.isLed(text, SOCKET)
                  || text.lines().anyMatch(l -> l.matches("(?s)unix@/run/haproxy.sock +admin.*")),
              "another socket is taken for ours");
    }
  }

  private static void info(RuntimeApi.Info info) {
    hold(info.pid() >= 0, "pid " + info.pid());
    hold(info.version().full().length() <= 100, "a long version");
    hold(info.version().full().chars().allMatch(c -> c > ' ' && c < 127), "an odd version");
  }

  private static void answers(String text, int commands) {
    try {
      var answers = RuntimeApi.answers(text, commands);
      hold(answers.size() == commands, answers.size() + " answers to " + commands);
      answers.forEach(a -> hold(text.contains(a), "nobody said: " + a));
    } catch (IOException e) {
      // Not all commands were answered.
    }
  }

  /** A new process reads what was answered, except for servers about to be changed. */
  private static void state(ServerState state) {
    var again = ServerState.parse(state.text()).orElseThrow();
    hold(again.rows().size() == state.rows().size(), "other servers");
    for (int i = 0; i < state.rows().size(); i++) {
      var row = state.rows().get(i);
      var same = again.rows().get(i);
      hold(row.server().equals(same.server()), row.server());
      hold(row.backend().equals(same.backend()), row.backend());
      hold(row.address().equals(same.address()) && row.port() == same.port(), row.address());
      hold(row.port() >= -1 && row.weight() >= -1, "a number below what is none");
      hold(row.isDown() == same.isDown(), "it is down, or not");
      var carried = row.carriedOver(7);
      hold(!carried.inMaintenance() || carried.weight() == row.weight(), "still in maintenance");
      hold(carried.server().equals(row.server()), "another server");
    }
  }

  private static void sessions(String text) {
    try {
      hold(ServerSessions.sum(text, "a") >= 0, "fewer sessions than none");
    } catch (IOException e) {
      // The answer is not understood, so a drain waits.
    }
  }
}
