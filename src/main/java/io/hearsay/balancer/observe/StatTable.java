package io.hearsay.balancer.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Parses the answer to {@code show stat} (HAProxy management guide, sections 9.1 and 9.3):
 * comma-separated values whose first line names the columns, which depend on the version. A
 * server's line has about a hundred columns and there may be thousands of servers every second, so
 * only the needed columns are extracted.
 */
final class StatTable {
  /** The command: backends (2) and servers (4) of all proxies. */
  static final String COMMAND = "show stat -1 6 -1";

  /** Maximum number of rows, more than the runtime API can handle within a second. */
  private static final int MAX_ROWS = 20_000;

  /**
   * Maximum of a figure, 100 PB: more than occurs anywhere, and sums of several do not overflow.
   */
  private static final long MAX_FIGURE = 100_000_000_000_000_000L;

  /** The weight of a backend is the sum of its servers' weights, each up to 256. */
  private static final long MAX_WEIGHT = 256L * MAX_ROWS;

  private enum Column {
    PROXY("pxname"),
    NAME("svname"),
    STATUS("status"),
    CHECK("check_status"),
    TEXT("last_chk"),
    SINCE("lastchg"),
    ADDRESS("addr"),
    WEIGHT("weight"),
    BACKUP("bck"),
    SESSIONS("scur"),
    QUEUE("qcur"),
    RATE("rate"),
    TOTAL("stot"),
    BYTES_IN("bin"),
    BYTES_OUT("bout"),
    CONNECT("econ"),
    RESPONSE("eresp"),
    RETRIES("wretr"),
    HTTP_5XX("hrsp_5xx");

    private final String title;

    Column(String title) {
      this.title = title;
    }
  }

  private static final Column[] COLUMNS = Column.values();

  /** The ordinal of the wanted column by position in a line, or -1. */
  private final int[] wanted;

  private final String[] row = new String[COLUMNS.length];

  private StatTable(int[] wanted) {
    this.wanted = wanted;
  }

  /** Parses servers and backends in HAProxy's order; empty if the answer is not such a table. */
  static Optional<List<ServerStat>> parse(String answer) {
    var lines = answer.lines().iterator();
    if (!lines.hasNext()) {
      return Optional.empty();
    }
    var titles = lines.next();
    if (!titles.startsWith("# pxname,svname,")) {
      return Optional.empty();
    }
    var table = new StatTable(wanted(titles.substring(2)));
    var stats = new ArrayList<ServerStat>();
    while (lines.hasNext() && stats.size() < MAX_ROWS) {
      var line = lines.next();
      if (!line.isBlank() && !line.startsWith("#")) {
        table.read(line);
        stats.add(table.stat());
      }
    }
    return Optional.of(stats);
  }

  private static int[] wanted(String titles) {
    return Arrays.stream(titles.split(",", -1)).mapToInt(StatTable::ordinal).toArray();
  }

  private static int ordinal(String title) {
    for (var column : COLUMNS) {
      if (column.title.equals(title)) {
        return column.ordinal();
      }
    }
    return -1;
  }

  private void read(String line) {
    Arrays.fill(row, "");
    int from = 0;
    for (int column = 0; column < wanted.length && from <= line.length(); column++) {
      int to = end(line, from);
      if (wanted[column] >= 0) {
        row[wanted[column]] = unquoted(line.substring(from, to));
      }
      from = to + 1;
    }
  }

  /** The next comma outside quotes; a doubled quote does not end a quoted field. */
  private static int end(String line, int from) {
    boolean quoted = false;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return line.length();
  }

  private static String unquoted(String field) {
    return field.length() > 1 && field.startsWith("\"") && field.endsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }

  private ServerStat stat() {
    return new ServerStat(
        text(Column.PROXY),
        text(Column.NAME),
        new ServerStat.Health(
            text(Column.STATUS), text(Column.CHECK), text(Column.TEXT), figure(Column.SINCE)),
        new ServerStat.Place(
            text(Column.ADDRESS),
            (int) Math.min(MAX_WEIGHT, figure(Column.WEIGHT)),
            figure(Column.BACKUP) > 0),
        new ServerStat.Load(
            figure(Column.SESSIONS),
            figure(Column.QUEUE),
            figure(Column.RATE),
            figure(Column.TOTAL),
            figure(Column.BYTES_IN),
            figure(Column.BYTES_OUT)),
        new ServerStat.Errors(
            figure(Column.CONNECT),
            figure(Column.RESPONSE),
            figure(Column.RETRIES),
            figure(Column.HTTP_5XX)));
  }

  private String text(Column column) {
    return row[column.ordinal()];
  }

  /** A numeric column; 0 if it is not a number or too large. */
  private long figure(Column column) {
    long figure = 0;
    var text = row[column.ordinal()];
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || figure > MAX_FIGURE / 10) {
        return 0;
      }
      figure = 10 * figure + digit;
    }
    return figure;
  }
}
