package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.util.regex.Pattern;

/** The number of sessions of a server, as counted by HAProxy. */
public final class ServerSessions {
  /** Columns of {@code show stat} (HAProxy management guide, section 9.1). */
  private static final int NAME = 1;

  private static final int QUEUED = 2;
  private static final int CURRENT = 4;

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

  private final HaproxyApi api;

  /** Creates an instance for one process. */
  public ServerSessions(HaproxyApi api) {
    this.api = api;
  }

  /**
   * The number of sessions under way and queued, over all backends that have a server of this name.
   * Blocks.
   *
   * @throws IOException if HAProxy does not answer, or not as expected
   */
  public int of(String server) throws IOException {
    // -1: all proxies; 4: servers; -1: all servers.
    return sum(api.ask("show stat -1 4 -1"), server);
  }

  /** Sums up the answer. */
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
