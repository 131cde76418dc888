package io.hearsay.demo;

/** A loopback address that plays a host, and the ports that everything uses on it. */
record Host(String name, String address) {
  /** Enough for anyone who presses {@code a}. */
  static final int MOST_WEB_NODES = 100;

  static final int GOSSIP_PORT = 7946;
  static final int HTTP_PORT = 7373;
  static final int HEALTH_PORT = 7374;
  static final int APP_PORT = 3000;

  static Host balancer() {
    return new Host("balancer", "127.0.0.10");
  }

  /**
   * @param number from 1
   */
  static Host web(int number) {
    return new Host("web" + number, "127.0.0." + (10 + number));
  }

  String gossip() {
    return address + ":" + GOSSIP_PORT;
  }

  String http() {
    return address + ":" + HTTP_PORT;
  }

  String health() {
    return address + ":" + HEALTH_PORT;
  }

  String app() {
    return address + ":" + APP_PORT;
  }
}
