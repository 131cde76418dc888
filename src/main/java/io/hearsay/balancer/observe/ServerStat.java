package io.hearsay.balancer.observe;

/**
 * One server, or one backend as a whole, as HAProxy reports it (HAProxy management guide, section
 * 9.1, "CSV format").
 *
 * @param backend its name
 * @param name the server's name; {@link #BACKEND} for the backend as a whole
 * @param health whether it gets requests, and why not
 * @param place where it is, and its part of the load
 * @param load what it has to do
 * @param errors what went wrong, counted since the process began
 */
public record ServerStat(
    String backend, String name, Health health, Place place, Load load, Errors errors) {
  /** The name of the line that sums a backend up. */
  static final String BACKEND = "BACKEND";

  /**
   * In HAProxy's own words.
   *
   * @param status {@code UP}, {@code DOWN}, {@code UP 1/3}, {@code MAINT}, {@code DRAIN}, {@code no
   *     check}, …
   * @param check the code of the last check, {@code L4CON} or {@code L7STS/500}; empty if there was
   *     none
   * @param text what the check's code means; may be empty
   * @param sinceSeconds since the status last changed; 0 if that is not told
   */
  public record Health(String status, String check, String text, long sinceSeconds) {
    /** Whether a check has taken it out: not by anybody's wish. */
    public boolean down() {
      return status.startsWith("DOWN") || status.startsWith("NOLB");
    }

    /** Whether it may get new requests. */
    public boolean serves() {
      return status.startsWith("UP") || status.equals("no check") || status.equals("OPEN");
    }

    /** Why it is down, for an operator: the check's result, as far as there is one. */
    public String why() {
      return text.isEmpty() ? check : check.isEmpty() ? text : text + ", " + check;
    }
  }

  /**
   * Where a server is.
   *
   * @param address with the port; empty if HAProxy does not tell
   * @param weight 0–256; of a backend the sum
   * @param backup whether it gets requests only when no other server is up
   */
  public record Place(String address, int weight, boolean backup) {}

  /**
   * What there is to do now.
   *
   * @param sessions under way
   * @param queue waiting
   * @param rate sessions begun in the last second
   * @param total sessions since the process began
   * @param bytesIn from clients, since the process began
   * @param bytesOut to clients, since the process began
   */
  public record Load(
      long sessions, long queue, long rate, long total, long bytesIn, long bytesOut) {}

  /**
   * What went wrong since the process began.
   *
   * @param connect connections that were not made
   * @param response answers that were none
   * @param retries connections that were tried again
   * @param http5xx answers with 500 and above
   */
  public record Errors(long connect, long response, long retries, long http5xx) {
    /** All that a client may have noticed. */
    public long sum() {
      return connect + response + http5xx;
    }
  }

  /** Whether this is the sum of a backend. */
  public boolean isBackend() {
    return name.equals(BACKEND);
  }
}
