package io.hearsay.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nobody listens on. They are below the ephemeral range (on Linux: from 32768 on), from
 * which any connection may take a port before it is used.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  /**
   * Starts at a different place in each process, so that parallel ones hardly ever try the same
   * ports.
   */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePort() {}

  /**
   * Returns a different port at each call, free for TCP and UDP.
   *
   * @throws Failure if none is left
   */
  public static int any() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      try (var tcp = new ServerSocket(port);
          var udp = new DatagramSocket(port)) {
        return port;
      } catch (IOException e) {
        // The port is in use.
      }
    }
    throw new Failure("no port is free");
  }
}
