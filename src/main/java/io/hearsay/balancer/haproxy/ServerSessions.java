package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.util.regex.Pattern;

/** How many sessions a server has, by HAProxy's own count. */
public final class ServerSessions {
  /** Columns of {@code show stat} (HAProxy management guide, section 9.1). */
  private static final int NAME = 1;

  private static final int QUEUED = 2;
  private static final int CURRENT = 4;

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

  private final HaproxyApi api;

  /** As that process counts them. */
  public ServerSessions(HaproxyApi api) {
    this.api = api;
  }

  /**
   * Those under way and those that wait in the queue, over all backends that have a server of that
   * name. Blocks.
   *
   * @throws IOException if HAProxy does not answer, or not as expected
   */
  public int of(String server) throws IOException {
    // All proxies, servers only, all of them.
    return sum(api.ask("show stat -1 4 -1"), server);
  }

  /** What the answer says. */
  static int sum(String answer, String server) throws IOException {
    if (!answer.startsWith("# pxname,svname,qcur,qmax,scur")) {
      throw new IOException("show stat: not the columns that were expected");
    }
    long sum = 0;
    for (var line : answer.lines().skip(1).toList()) {
      var fields = line.split(",", -1);
      if (fields.length > CURRENT && fields[NAME].equals(server)) {
        sum += count(fields[QUEUED]) + count(fields[CURRENT]);
      }
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  private static int count(String field) throws IOException {
    if (field.isEmpty()) {
      return 0;
    }
    if (!COUNT.matcher(field).matches()) {
      throw new IOException("show stat: not a number");
    }
    return Integer.parseInt(field);
  }
}
