package io.hearsay.bench.footprint;

import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.RequestFailed;
import io.hearsay.testkit.load.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sidecar that is measured: how to start it, and how to know that it answers. */
enum Tool {
  HEARSAY {
    @Override
    List<String> agent(int number, boolean joins) {
      var command = new AgentCommand(binary(), "n" + number, address(number));
      return (joins ? command.with("--join", address(1)) : command).words();
    }

    @Override
    boolean answers(int number) {
      try (var wire = Wire.open(new InetSocketAddress(address(number), Host.HEALTH_PORT))) {
        return wire.get("/q/health/live", false).status() == 200;
      } catch (RequestFailed e) {
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

    /** Serf has no health port; its RPC port comes closest. */
    @Override
    boolean answers(int number) {
      return new Host("", address(number)).listens(Host.HTTP_PORT);
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

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofNanos(200_000);

  abstract List<String> agent(int number, boolean joins);

  abstract boolean answers(int number);

  abstract List<String> members(int number);

  abstract List<String> health(int number);

  /** The program's file. */
  String binary() {
    return this == HEARSAY ? System.getenv("KIT_HEARSAY") : "/usr/bin/serf";
  }

  String address(int number) {
    return "127.77." + ordinal() + "." + number;
  }

  Program start(int number, boolean joins) {
    var builder = Program.builder(Map.of(), agent(number, joins));
    return Program.start("n" + number, builder.redirectOutput(ProcessBuilder.Redirect.DISCARD));
  }

  /** The milliseconds from exec to the first answer. */
  double awaitAnswer(int number, Program program, Stopwatch watch) {
    Await.until(
        this + " did not answer",
        LIMIT,
        POLL,
        () -> {
          program.mustLive();
          return answers(number);
        });
    return 1000 * watch.seconds();
  }
}
