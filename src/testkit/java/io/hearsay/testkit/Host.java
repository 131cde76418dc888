package io.hearsay.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that plays a host, and the ports that everything uses on it.
 *
 * @param namespace the network namespace that it is in, empty for that of this process
 */
public record Host(String name, String address, String namespace) {
  /** Where gossip is. */
  public static final int GOSSIP_PORT = 7946;

  /** Where the API and the dashboard are. */
  public static final int HTTP_PORT = 7373;

  /** Where health and metrics are. */
  public static final int HEALTH_PORT = 7374;

  /** Where the application is. */
  public static final int APP_PORT = 3000;

  private static final int FIRST = 10;

  /** One in the namespace of this process. */
  public Host(String name, String address) {
    this(name, address, "");
  }

  /** The balancer's on loopback. */
  public static Host balancer() {
    return new Host("balancer", "127.0.0." + FIRST);
  }

  /**
   * A web's on loopback.
   *
   * @param number from 1
   */
  public static Host web(int number) {
    return new Host("web" + number, "127.0.0." + (FIRST + number));
  }

  /** Address and port of the application. */
  public String app() {
    return address + ":" + APP_PORT;
  }

  /** The agent that is there. */
  public Agent agent() {
    return new Agent(address);
  }

  /** Whether something accepts connections at that port. */
  public boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** That command, run there. */
  public List<String> command(List<String> words) {
    if (namespace.isEmpty()) {
      return words;
    }
    // nsenter becomes the program, so that the process is the program itself.
    var command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
    command.addAll(words);
    return command;
  }
}
