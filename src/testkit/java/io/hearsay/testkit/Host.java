package io.hearsay.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that stands for a host, and the ports that all hosts use.
 *
 * @param namespace the host's network namespace; empty for that of this process
 */
public record Host(String name, String address, String namespace) {
  /** The gossip port. */
  public static final int GOSSIP_PORT = 7946;

  /** The port of the API and the dashboard. */
  public static final int HTTP_PORT = 7373;

  /** The port of health checks and metrics. */
  public static final int HEALTH_PORT = 7374;

  /** The application's port. */
  public static final int APP_PORT = 3000;

  private static final int FIRST = 10;

  /** A host in the namespace of this process. */
  public Host(String name, String address) {
    this(name, address, "");
  }

  /** The balancer's host on loopback. */
  public static Host balancer() {
    return new Host("balancer", "127.0.0." + FIRST);
  }

  /**
   * The host of a web server on loopback.
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

  /** The agent on this host. */
  public Agent agent() {
    return new Agent(address);
  }

  /** Whether something accepts connections on that port. */
  public boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The command line that runs those words on this host. */
  public List<String> command(List<String> words) {
    if (namespace.isEmpty()) {
      return words;
    }
    // nsenter replaces itself by the program, so the process is the program itself.
    var command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
    command.addAll(words);
    return command;
  }
}
