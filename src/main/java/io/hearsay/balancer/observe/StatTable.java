package io.hearsay.balancer.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  /** Of a line that there was not. */
  private static final String[] NO_TEXTS = Collections.nCopies(TEXTS, "").toArray(new String[0]);

  private static final byte[] FIRST_TITLES = "# pxname,svname,".getBytes(UTF_8);

  /** The text columns of the last answer, by line. */
  private List<String[]> before = List.of();

  /** What is being read. */
  private byte[] answer = {};

  /** Where the wanted columns of the line that is being read begin and end. */
  private final int[] from = new int[COLUMNS.length];

  private final int[] to = new int[COLUMNS.length];

  /**
   * Parses servers and backends in HAProxy's order; empty if the answer is not such a table.
   *
   * @param text a whole array's beginning, which may be used for something else afterwards
   */
  Optional<List<ServerStat>> parse(ByteBuffer text) {
    answer = text.array();
    int length = text.limit();
    if (!beginsWith(FIRST_TITLES, length)) {
      return Optional.empty();
    }
    int end = endOfLine(0, length);
    // The ordinal of the wanted column by position in a line, or -1; to the last wanted one.
    var wanted = wanted(new String(answer, 2, end - 2, UTF_8));
    var rows = new ArrayList<String[]>(before.size());
    var stats = new ArrayList<ServerStat>(before.size());
    while (end < length && stats.size() < MAX_ROWS) {
      int begin = end + 1;
      end = endOfLine(begin, length);
      if (!isBlank(begin, end) && answer[begin] != '#') {
        split(begin, end, wanted);
        int number = rows.size();
        var texts = texts(number < before.size() ? before.get(number) : NO_TEXTS);
        rows.add(texts);
        stats.add(stat(texts));
      }
    }
    before = rows;
    return Optional.of(stats);
  }

  private boolean beginsWith(byte[] beginning, int length) {
    return length >= beginning.length
        && Arrays.equals(answer, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** Where the line that begins there ends, without its end. */
  private int endOfLine(int begin, int length) {
    var lines = answer;
    int end = begin;
    while (end < length && lines[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (answer[i] != ' ' && answer[i] != '\r' && answer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private static int[] wanted(String titles) {
    var all = Arrays.stream(titles.split(",", -1)).mapToInt(StatTable::ordinal).toArray();
    int last = all.length;
    while (last > 0 && all[last - 1] < 0) {
      last--;
    }
    return Arrays.copyOf(all, last);
  }

  private static int ordinal(String title) {
    for (var column : COLUMNS) {
      if (column.title.equals(title)) {
        return column.ordinal();
      }
    }
    return -1;
  }

  private void split(int begin, int end, int[] wanted) {
    Arrays.fill(from, 0);
    Arrays.fill(to, 0);
    int next = begin;
    for (int column = 0; column < wanted.length && next <= end; column++) {
      int comma = comma(next, end);
      if (wanted[column] >= 0) {
        from[wanted[column]] = next;
        to[wanted[column]] = comma;
      }
      next = comma + 1;
    }
  }

  /** The next comma outside quotes; a doubled quote does not end a quoted field. */
  private int comma(int from, int end) {
    var line = answer;
    boolean quoted = false;
    for (int i = from; i < end; i++) {
      byte b = line[i];
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
   * @param last those of the same line of the answer before
   */
  private String[] texts(String[] last) {
    var texts = new String[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      texts[i] =
          isText(from[i], to[i], last[i])
              ? last[i]
              : unquoted(new String(answer, from[i], to[i] - from[i], UTF_8));
    }
    return texts;
  }

  /** Whether these bytes are that text; a text that is not plain ASCII is made again. */
  private boolean isText(int begin, int end, String text) {
    if (text.length() != end - begin) {
      return false;
    }
    for (int i = begin; i < end; i++) {
      if (answer[i] != text.charAt(i - begin)) {
        return false;
      }
    }
    return true;
  }

  private ServerStat stat(String[] texts) {
    return new ServerStat(
        text(texts, Column.PROXY),
        text(texts, Column.NAME),
        new ServerStat.Health(
            text(texts, Column.STATUS),
            text(texts, Column.CHECK),
            text(texts, Column.TEXT),
            figure(Column.SINCE)),
        new ServerStat.Place(
            text(texts, Column.ADDRESS),
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

  private static String text(String[] texts, Column which) {
    return texts[which.ordinal()];
  }

  /** A numeric column; 0 if it is not a number or too large. */
  private long figure(Column which) {
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
