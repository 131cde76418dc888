package io.hearsay.bench.footprint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A sidecar that is measured: how one is started, and how one knows that it is there. */
enum Program {
  HEARSAY {
    @Override
    List<String> agent(int number, boolean joins) {
      var address = address(number);
      var words =
          new ArrayList<>(
              List.of(binary(), "agent", "--name", "n" + number, "--bind", address + ":7946"));
      words.addAll(List.of("--http", address + ":7373", "--health", address + ":7374"));
      if (joins) {
        words.addAll(List.of("--join", address(1) + ":7946"));
      }
      return words;
    }

    @Override
    boolean answers(int number) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address(number), 7374), 1000);
        socket
            .getOutputStream()
            .write(
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        var head = socket.getInputStream().readNBytes(12);
        return new String(head, StandardCharsets.US_ASCII).endsWith("200");
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    List<String> members(int number) {
      return List.of(binary(), "members", "--http", address(number) + ":7373");
    }

    @Override
    List<String> health(int number) {
      return List.of(binary(), "health", "--health", address(number) + ":7374");
    }
  },

  SERF {
    @Override
    List<String> agent(int number, boolean joins) {
      var address = address(number);
      var words =
          new ArrayList<>(List.of(binary(), "agent", "-node=n" + number, "-bind=" + address));
      words.add("-rpc-addr=" + address + ":7373");
      if (joins) {
        words.add("-join=" + address(1));
      }
      return words;
    }

    /** It has no health port; its RPC port is the nearest. */
    @Override
    boolean answers(int number) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address(number), 7373), 1000);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    List<String> members(int number) {
      return List.of(binary(), "members", "-rpc-addr=" + address(number) + ":7373");
    }

    @Override
    List<String> health(int number) {
      return List.of();
    }
  };

  abstract List<String> agent(int number, boolean joins);

  abstract boolean answers(int number);

  abstract List<String> members(int number);

  abstract List<String> health(int number);

  /** The file that is started. */
  String binary() {
    return this == HEARSAY ? System.getenv("BENCH_HEARSAY") : "/usr/bin/serf";
  }

  String address(int number) {
    return "127.77." + ordinal() + "." + number;
  }

  Process start(int number, boolean joins) throws IOException {
    return new ProcessBuilder(agent(number, joins))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Milliseconds from exec to the first answer. */
  double awaitAnswer(int number, Process process, long startedAt) throws InterruptedException {
    while (!answers(number)) {
      if (!process.isAlive() || System.nanoTime() - startedAt > 60_000_000_000L) {
        throw new IllegalStateException(this + " does not answer: " + agent(number, false));
      }
      TimeUnit.MICROSECONDS.sleep(200);
    }
    return (System.nanoTime() - startedAt) / 1e6;
  }
}
