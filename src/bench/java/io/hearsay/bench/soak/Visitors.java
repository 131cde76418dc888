package io.hearsay.bench.soak;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.InetTable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clients that connect to agents without being members: readers of events, and strangers. */
final class Visitors {
  private static final int READERS = 12;
  private static final int DATAGRAMS = 100;
  private static final int MAX_DATAGRAM = 1400;
  private static final int LIMIT_MILLIS = 10_000;
  private static final byte[] ASK =
      "GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private Visitors() {}

  /**
   * Attaches readers of events to each lasting agent. A third disconnects after an event, a third
   * disconnects without closing properly, and a third never reads and is gone in the end.
   */
  static void read(Cluster cluster, String event) {
    var readers = new ArrayList<Socket>();
    try {
      for (var member : cluster.lasting()) {
        for (int i = 0; i < READERS; i++) {
          var socket = connect(member.address(), 7373);
          readers.add(socket);
          socket.getOutputStream().write(ASK);
          // The head of the answer: from then on the reader receives events.
          expect(socket, "200");
        }
      }
      cluster.cli().ask(cluster.balancer(), "event", event, "x".repeat(200));
      for (int i = 0; i < readers.size(); i++) {
        if (i % 3 == 0) {
          expect(readers.get(i), event);
        } else if (i % 3 == 1) {
          readers.get(i).setSoLinger(true, 0);
          readers.get(i).close();
        }
      }
    } catch (IOException e) {
      throw new Failure("a reader of events: " + e, e);
    } finally {
      readers.forEach(Visitors::close);
    }
    // Each has a descriptor there until the agent has noticed that it is gone.
    cluster.lasting().forEach(Visitors::awaitAlone);
  }

  private static void awaitAlone(Member member) {
    Await.until(
        "the readers of " + member.name() + " did not go",
        Cluster.LIMIT,
        () -> InetTable.closeWaiting(member.address(), Host.HTTP_PORT) == 0);
  }

  /** Sends datagrams of random bytes, and opens connections that send random bytes. */
  static void knock(Member member, int seed) {
    var random = new Random(seed);
    var open = new ArrayList<Socket>();
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < DATAGRAMS; i++) {
        var bytes = new byte[random.nextInt(MAX_DATAGRAM)];
        random.nextBytes(bytes);
        socket.send(
            new DatagramPacket(bytes, bytes.length, new InetSocketAddress(member.address(), 7946)));
      }
      for (int port : List.of(7946, 7373, Host.HEALTH_PORT)) {
        for (int i = 0; i < 5; i++) {
          var stranger = connect(member.address(), port);
          open.add(stranger);
          var bytes = new byte[random.nextInt(2000)];
          random.nextBytes(bytes);
          stranger.getOutputStream().write(bytes);
        }
      }
    } catch (IOException e) {
      // The agent closed the connection before everything was sent.
    } finally {
      open.forEach(Visitors::close);
    }
  }

  private static Socket connect(String address, int port) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.connect(new InetSocketAddress(address, port), LIMIT_MILLIS);
    return socket;
  }

  private static void expect(Socket socket, String text) throws IOException {
    var read = new StringBuilder();
    var in = socket.getInputStream();
    while (read.indexOf(text) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the stream has ended without " + text);
      }
      read.append((char) c);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }
}
