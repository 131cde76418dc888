package io.hearsay.balancer.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Parses the answers to {@code show stat} (HAProxy management guide, sections 9.1 and 9.3):
 * comma-separated values whose first line names the columns, which depend on the version. A
 * server's line has about a hundred columns and there may be thousands of servers every second, so
 * only the needed columns are extracted, and a text that is the same as in the answer before is not
 * made again. For one thread.
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
    ADDRESS("addr"),
    SINCE("lastchg"),
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

  /** The number of columns that are texts, which come first. */
  private static final int TEXTS = Column.ADDRESS.ordinal() + 1;

  private static final byte[] FIRST_TITLES = "# pxname,svname,".getBytes(UTF_8);

  /** The rows of the last answer. */
  private List<Row> before = List.of();

  /** Where the wanted columns of the line that is being read begin and end. */
  private final int[] from = new int[COLUMNS.length];

  private final int[] to = new int[COLUMNS.length];

  /** The text columns of a line: where they were, and what was made of them. */
  private record Row(byte[] answer, int[] from, int[] to, String[] texts) {
    /** Whether a column has these bytes. */
    boolean has(int column, byte[] others, int begin, int end) {
      return Arrays.equals(answer, from[column], to[column], others, begin, end);
    }
  }

  /** Parses servers and backends in HAProxy's order; empty if the answer is not such a table. */
  Optional<List<ServerStat>> parse(String text) {
    var answer = text.getBytes(UTF_8);
    if (!startsWith(answer, FIRST_TITLES)) {
      return Optional.empty();
    }
    int end = endOfLine(answer, 0);
    // The ordinal of the wanted column by position in a line, or -1.
    var wanted = wanted(new String(answer, 2, end - 2, UTF_8));
    var rows = new ArrayList<Row>();
    var stats = new ArrayList<ServerStat>();
    while (end < answer.length && stats.size() < MAX_ROWS) {
      int begin = end + 1;
      end = endOfLine(answer, begin);
      if (!isBlank(answer, begin, end) && answer[begin] != '#') {
        split(answer, begin, end, wanted);
        int number = rows.size();
        var row = texts(answer, number < before.size() ? before.get(number) : null);
        rows.add(row);
        stats.add(stat(row));
      }
    }
    before = rows;
    return Optional.of(stats);
  }

  private static boolean startsWith(byte[] answer, byte[] beginning) {
    return answer.length >= beginning.length
        && Arrays.equals(answer, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** Where the line that begins there ends, without its end. */
  private static int endOfLine(byte[] answer, int begin) {
    int end = begin;
    while (end < answer.length && answer[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte[] answer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (answer[i] != ' ' && answer[i] != '\r' && answer[i] != '\t') {
        return false;
      }
    }
    return true;
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

  private void split(byte[] answer, int begin, int end, int[] wanted) {
    Arrays.fill(from, 0);
    Arrays.fill(to, 0);
    int next = begin;
    for (int column = 0; column < wanted.length && next <= end; column++) {
      int comma = comma(answer, next, end);
      if (wanted[column] >= 0) {
        from[wanted[column]] = next;
        to[wanted[column]] = comma;
      }
      next = comma + 1;
    }
  }

  /** The next comma outside quotes; a doubled quote does not end a quoted field. */
  private static int comma(byte[] answer, int from, int end) {
    boolean quoted = false;
    for (int i = from; i < end; i++) {
      byte b = answer[i];
      if (b == '"') {
        quoted = !quoted;
      } else if (b == ',' && !quoted) {
        return i;
      }
    }
    return end;
  }

  private static String unquoted(String field) {
    return field.length() > 1 && field.startsWith("\"") && field.endsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }

  /**
   * The texts of the line that was split last.
   *
   * @param last the same line of the answer before; null if there is none
   */
  private Row texts(byte[] answer, Row last) {
    var texts = new String[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      texts[i] =
          last != null && last.has(i, answer, from[i], to[i])
              ? last.texts()[i]
              : unquoted(new String(answer, from[i], to[i] - from[i], UTF_8));
    }
    return new Row(answer, Arrays.copyOf(from, TEXTS), Arrays.copyOf(to, TEXTS), texts);
  }

  private ServerStat stat(Row row) {
    return new ServerStat(
        text(row, Column.PROXY),
        text(row, Column.NAME),
        new ServerStat.Health(
            text(row, Column.STATUS),
            text(row, Column.CHECK),
            text(row, Column.TEXT),
            figure(row, Column.SINCE)),
        new ServerStat.Place(
            text(row, Column.ADDRESS),
            (int) Math.min(MAX_WEIGHT, figure(row, Column.WEIGHT)),
            figure(row, Column.BACKUP) > 0),
        new ServerStat.Load(
            figure(row, Column.SESSIONS),
            figure(row, Column.QUEUE),
            figure(row, Column.RATE),
            figure(row, Column.TOTAL),
            figure(row, Column.BYTES_IN),
            figure(row, Column.BYTES_OUT)),
        new ServerStat.Errors(
            figure(row, Column.CONNECT),
            figure(row, Column.RESPONSE),
            figure(row, Column.RETRIES),
            figure(row, Column.HTTP_5XX)));
  }

  private static String text(Row row, Column which) {
    return row.texts()[which.ordinal()];
  }

  /** A numeric column; 0 if it is not a number or too large. */
  private long figure(Row row, Column which) {
    var answer = row.answer();
    long figure = 0;
    int end = to[which.ordinal()];
    for (int i = from[which.ordinal()]; i < end; i++) {
      int digit = answer[i] - '0';
      if (digit < 0 || digit > 9 || figure > MAX_FIGURE / 10) {
        return 0;
      }
      figure = 10 * figure + digit;
    }
    return figure;
  }
}
