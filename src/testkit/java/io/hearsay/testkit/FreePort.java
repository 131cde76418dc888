package io.hearsay.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on which nobody listens. They lie below those that systems give away by themselves (Linux:
 * from 32768 on): one of those may be taken by any connection before it is used.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  /** Processes that run side by side hardly ever try the same ones. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePort() {}

  /**
   * Another one at each call, free for TCP and UDP.
   *
   * @throws Failure if there is none left
   */
  public static int any() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      try (var tcp = new ServerSocket(port);
          var udp = new DatagramSocket(port)) {
        return port;
      } catch (IOException e) {
        // Somebody has it.
      }
    }
    throw new Failure("no port is free");
  }
}
