package io.hearsay.balancer.sim;

import java.util.ArrayList;
import java.util.List;

/** A server of a simulated HAProxy. */
final class SimServer {
  private String address = "";
  private int port;
  private int weight = 1;
  private boolean maintenance;
  private boolean checks;
  private List<String> rest = List.of();

  /** Until when a client has a connection to it, in milliseconds. */
  private long busyUntil;

  /** Parses the words of a line after the server's name. */
  static SimServer parse(List<String> words) {
    var server = new SimServer();
    var at = words.getFirst().lastIndexOf(':');
    server.address = words.getFirst().substring(0, at);
    server.port = Integer.parseInt(words.getFirst().substring(at + 1));
    var rest = new ArrayList<String>();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "weight" -> server.weight = Integer.parseInt(words.get(++i));
        case "disabled" -> server.maintenance = true;
        default -> rest.add(words.get(i));
      }
    }
    server.rest = rest;
    server.checks = rest.contains("check");
    return server;
  }

  /** A server added at run time: in maintenance and without checks at first. */
  static SimServer added(List<String> words) {
    var server = parse(words);
    server.maintenance = true;
    server.checks = false;
    return server;
  }

  void moveTo(String newAddress, int newPort) {
    address = newAddress;
    port = newPort;
  }

  boolean isAt(String otherAddress, int otherPort) {
    return address.equals(otherAddress) && port == otherPort;
  }

  String address() {
    return address;
  }

  int port() {
    return port;
  }

  int weight() {
    return weight;
  }

  void weigh(int newWeight) {
    weight = newWeight;
  }

  boolean maintenance() {
    return maintenance;
  }

  void maintain(boolean yes) {
    maintenance = yes;
  }

  void check() {
    checks = true;
  }

  void busyUntil(long time) {
    busyUntil = time;
  }

  boolean isBusy(long now) {
    return now < busyUntil;
  }

  /** Whether it gets new requests. */
  boolean serves() {
    return !maintenance && weight > 0;
  }

  @Override
  public String toString() {
    // A server in maintenance is not checked; its checks show once it is ready.
    return address
        + ":"
        + port
        + " weight "
        + weight
        + (maintenance ? " maint" : checks == rest.contains("check") ? "" : " checks=" + checks)
        + " "
        + String.join(" ", rest);
  }
}
