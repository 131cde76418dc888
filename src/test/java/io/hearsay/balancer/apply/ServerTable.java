package io.hearsay.balancer.apply;

import io.hearsay.balancer.haproxy.RuntimeApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a running HAProxy says of its servers, read independently of the code under test. */
public final class ServerTable {
  // HAProxy's SRV_ADMF_CMAINT: the line once said "disabled". This bit alone takes nothing out of
  // service.
  private static final int WAS_DISABLED_IN_FILE = 0x04;
  // CHK_ST_CONFIGURED, CHK_ST_ENABLED, CHK_ST_PAUSED; the lowest bit means that a check is under
  // way.
  private static final int CHECK_CONFIGURED = 0x02;
  private static final int CHECK_ENABLED = 0x04;
  private static final int CHECK_PAUSED = 0x08;

  private ServerTable() {}

  /**
   * By BACKEND/SERVER: everything that must be as if HAProxy had just read the file. That excludes
   * {@code srv_iweight}, which keeps the initial weight and matters for percentages only, and the
   * effective weight of servers in maintenance, which is computed when they become ready.
   */
  public static SortedMap<String, String> of(Path socket) throws IOException {
    var table = new TreeMap<String, String>();
    var stats = stats(socket);
    for (var row : states(socket).entrySet()) {
      var s = row.getValue();
      var t = stats.getOrDefault(row.getKey(), Map.of());
      int admin = Integer.parseInt(s.get("srv_admin_state")) & ~WAS_DISABLED_IN_FILE;
      table.put(
          row.getKey(),
          "%s:%s weight %s op %s admin %s check %s agent %s | %s"
              .formatted(
                  s.get("srv_addr"),
                  s.get("srv_port"),
                  s.get("srv_uweight"),
                  s.get("srv_op_state"),
                  admin,
                  check(Integer.parseInt(s.get("srv_check_state"))),
                  s.get("srv_agent_state"),
                  "%s at %s weight %s act %s bck %s rise %s fall %s limit %s cookie %s"
                      .formatted(
                          t.get("status"),
                          t.get("addr"),
                          admin == 0 ? t.get("weight") : "-",
                          t.get("act"),
                          t.get("bck"),
                          admin == 0 ? t.get("check_rise") : "-",
                          admin == 0 ? t.get("check_fall") : "-",
                          t.get("slim"),
                          t.get("cookie"))));
    }
    return table;
  }

  /**
   * Whether it has a check, and whether the check runs: paused and not enabled count as the same.
   */
  private static String check(int state) {
    if ((state & CHECK_CONFIGURED) == 0) {
      return "none";
    }
    return (state & CHECK_ENABLED) != 0 && (state & CHECK_PAUSED) == 0 ? "runs" : "rests";
  }

  /** The answer to {@code show servers state}, by BACKEND/SERVER. */
  public static Map<String, Map<String, String>> states(Path socket) throws IOException {
    return rows(ask(socket, "show servers state"), 1, " ", "be_name", "srv_name");
  }

  /** The rows of servers in {@code show stat}, by BACKEND/SERVER. */
  public static Map<String, Map<String, String>> stats(Path socket) throws IOException {
    return rows(ask(socket, "show stat -1 4 -1"), 0, ",", "pxname", "svname");
  }

  private static String ask(Path socket, String command) throws IOException {
    return new RuntimeApi(socket, Duration.ofSeconds(5)).ask(command);
  }

  private static Map<String, Map<String, String>> rows(
      String answer, int headerAt, String separator, String backend, String server) {
    var lines = answer.lines().toList();
    var names = lines.get(headerAt).replaceFirst("^# ", "").split(separator, -1);
    var rows = new HashMap<String, Map<String, String>>();
    for (var line : lines.subList(headerAt + 1, lines.size())) {
      var values = line.split(separator, -1);
      var row = new HashMap<String, String>();
      for (int i = 0; i < Math.min(names.length, values.length); i++) {
        row.put(names[i], values[i]);
      }
      if (row.containsKey(server)) {
        rows.put(row.get(backend) + "/" + row.get(server), row);
      }
    }
    return rows;
  }
}
