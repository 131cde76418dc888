package io.hearsay.balancer.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The answer to {@code show servers state} (HAProxy management guide, section 9.3): the state of a
 * process's servers. Columns are found by name, since later versions have more.
 *
 * @param header the lines before the first row, without ends
 */
public record ServerState(String header, List<Row> rows) {
  private static final String FORMAT = "1";

  /** A state without servers. */
  public static final ServerState NONE =
      new ServerState(
          FORMAT
              + "\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state"
              + " srv_uweight srv_iweight srv_time_since_last_change srv_check_status"
              + " srv_check_result srv_check_health srv_check_state srv_agent_state"
              + " bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord",
          List.of());

  /** Copies the list. */
  public ServerState {
    rows = List.copyOf(rows);
  }

  /** One server. */
  public static final class Row {
    private final List<String> names;
    private final List<String> values;

    private Row(List<String> names, List<String> values) {
      this.names = names;
      this.values = values;
    }

    private String value(String name) {
      int at = names.indexOf(name);
      return at < 0 || at >= values.size() ? "-" : values.get(at);
    }

    private int number(String name) {
      var value = value(name);
      return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
    }

    /** The backend's name. */
    public String backend() {
      return value("be_name");
    }

    /** The server's name. */
    public String server() {
      return value("srv_name");
    }

    /** The IP address as HAProxy prints it, {@code -} if there is none. */
    public String address() {
      return value("srv_addr");
    }

    /** −1 if there is none. */
    public int port() {
      return number("srv_port");
    }

    /** The current weight, 0–256. */
    public int weight() {
      return number("srv_uweight");
    }

    /** Whether it was put into maintenance, in which it gets no requests and is not checked. */
    public boolean inMaintenance() {
      // SRV_ADMF_FMAINT, SRV_ADMF_IMAINT, SRV_ADMF_RMAINT.
      return (Math.max(0, number("srv_admin_state")) & 0x23) != 0;
    }

    /** Whether its checks have marked it down. */
    public boolean isDown() {
      return number("srv_op_state") == 0 && !inMaintenance();
    }

    private Row with(String name, String value) {
      var changed = new ArrayList<>(values);
      int at = names.indexOf(name);
      if (at >= 0 && at < changed.size()) {
        changed.set(at, value);
      }
      return new Row(names, changed);
    }

    /** The same health with this weight and nothing set manually. */
    public Row carriedOver(int weight) {
      return with("srv_admin_state", "0")
          .with("srv_uweight", Integer.toString(weight))
          .with("srv_iweight", Integer.toString(weight));
    }

    private String line() {
      return String.join(" ", values);
    }
  }

  /** Parses an answer; empty if it does not have the known format. */
  public static Optional<ServerState> parse(String text) {
    var lines = text.lines().toList();
    if (lines.size() < 2 || !lines.get(0).equals(FORMAT) || !lines.get(1).startsWith("# ")) {
      return Optional.empty();
    }
    var names = List.of(lines.get(1).substring(2).trim().split(" ", -1));
    var rows =
        lines.stream()
            .skip(2)
            .map(String::trim)
            .filter(l -> !l.isEmpty() && !l.startsWith("#"))
            .map(l -> new Row(names, List.of(l.split(" ", -1))))
            .toList();
    return Optional.of(new ServerState(lines.get(0) + "\n" + lines.get(1), rows));
  }

  /** The text of a file for {@code server-state-file}. */
  public String text() {
    return rows.stream()
        .map(r -> r.line() + "\n")
        .collect(Collectors.joining("", header + "\n", ""));
  }
}
