package io.hearsay.web;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * {@code java io.hearsay.web.Main [NAME [ADDRESS:PORT]]}, or {@code NAME} and {@code BIND} in the
 * environment. Without either: the host's name, port 3000 of every address.
 */
public final class Main {
  /** Docker kills ten seconds after SIGTERM, so requests under way get a little less. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

  private Main() {}

  /** Serves until SIGTERM or SIGINT. */
  public static void main(String[] args) throws IOException {
    var name = args.length > 0 ? args[0] : fromEnvironment("NAME", hostName());
    var bind = args.length > 1 ? args[1] : fromEnvironment("BIND", "0.0.0.0:3000");
    var colon = bind.lastIndexOf(':');
    var address =
        new InetSocketAddress(
            bind.substring(0, colon), Integer.parseInt(bind.substring(colon + 1)));
    Server server;
    try {
      server = Server.start(address, new Shop(name));
    } catch (BindException e) {
      System.err.println(name + ": cannot listen on " + bind + ": " + e.getMessage());
      System.exit(1);
      return;
    }
    System.out.println(name + " listens on " + bind);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(name, server)));
  }

  /**
   * A JVM that receives a signal exits with 143 unless it is halted with another code, and a
   * container that has finished its work is not a failure.
   */
  private static void stop(String name, Server server) {
    var unfinished = server.stop(STOP_LIMIT);
    System.out.println(name + " stopped, " + unfinished + " connections cut");
    System.out.flush();
    Runtime.getRuntime().halt(unfinished == 0 ? 0 : 1);
  }

  private static String fromEnvironment(String key, String otherwise) {
    var value = System.getenv(key);
    return value == null || value.isBlank() ? otherwise : value;
  }

  private static String hostName() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }
}
