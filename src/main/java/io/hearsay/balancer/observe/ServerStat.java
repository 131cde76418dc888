package io.hearsay.balancer.observe;

/**
 * One server, or one backend as a whole, as HAProxy reports it (HAProxy management guide, section
 * 9.1, "CSV format").
 *
 * @param backend its name
 * @param name the server's name; {@link #BACKEND} for the backend as a whole
 * @param health whether it gets requests, and why not
 * @param place its address, and its share of the load
 * @param load its load
 * @param errors its errors since the process started
 */
public record ServerStat(
    String backend, String name, Health health, Place place, Load load, Errors errors) {
  /** The name in the line that summarises a backend. */
  static final String BACKEND = "BACKEND";

  /**
   * A server's health in HAProxy's terms.
   *
   * @param status {@code UP}, {@code DOWN}, {@code UP 1/3}, {@code MAINT}, {@code DRAIN}, {@code no
   *     check}, …
   * @param check the code of the last check, {@code L4CON} or {@code L7STS/500}; empty if there was
   *     none
   * @param text what the check's code means; may be empty
   * @param sinceSeconds seconds since the status last changed; 0 if unknown
   */
  public record Health(String status, String check, String text, long sinceSeconds) {
    /** Whether a check has marked it down. */
    public boolean down() {
      return status.startsWith("DOWN") || status.startsWith("NOLB");
    }

    /** Whether it may get new requests. */
    public boolean serves() {
      return status.startsWith("UP") || status.equals("no check") || status.equals("OPEN");
    }

    /** Why it is down, for an operator: the check's result, if there is one. */
    public String why() {
      return text.isEmpty() ? check : check.isEmpty() ? text : text + ", " + check;
    }
  }

  /**
   * A server's address and share.
   *
   * @param address with the port; empty if HAProxy does not report it
   * @param weight 0–256; for a backend, the sum
   * @param backup whether it gets requests only when no other server is up
   */
  public record Place(String address, int weight, boolean backup) {}

  /**
   * The current load, and totals.
   *
   * @param sessions under way
   * @param queue number of queued requests
   * @param rate sessions begun in the last second
   * @param total sessions since the process began
   * @param bytesIn from clients, since the process began
   * @param bytesOut to clients, since the process began
   */
  public record Load(
      long sessions, long queue, long rate, long total, long bytesIn, long bytesOut) {}

  /**
   * Errors since the process started.
   *
   * @param connect connections that failed
   * @param response invalid or missing responses
   * @param retries connection attempts that were retried
   * @param http5xx responses with status 500 and above
   */
  public record Errors(long connect, long response, long retries, long http5xx) {
    /** All errors that a client may have noticed. */
    public long sum() {
      return connect + response + http5xx;
    }
  }

  /** Whether this summarises a backend. */
  public boolean isBackend() {
    return name.equals(BACKEND);
  }
}
