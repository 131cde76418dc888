package io.hearsay.balancer.sim;

import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.haproxy.Version;
import io.hearsay.balancer.sim.SimFaults.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The runtime API of whichever simulated process listens on a socket. */
final class SimApi implements HaproxyApi {
  private static final long ANSWER_LIMIT = 2000;
  private static final double SOMETIMES = 0.3;

  private final SimHost host;
  private final Path socket;
  private final Random random;

  SimApi(SimHost host, Path socket, Random random) {
    this.host = host;
    this.socket = socket;
    this.random = random;
  }

  /** What is wrong with the answer. */
  private enum Fault {
    NONE,
    NONSENSE,
    CUT_OFF,
    SILENCE
  }

  private Fault fault() {
    if (!host.faults().strikes(Kind.GARBAGE, SOMETIMES)) {
      return Fault.NONE;
    }
    host.watch().apiFailed();
    return Fault.values()[1 + random.nextInt(3)];
  }

  private SimProcess process() throws IOException {
    host.beforeCall();
    host.time().pass(1);
    var found = host.listener(socket).orElseThrow(() -> new IOException("nobody listens"));
    if (host.faults().has(Kind.HANGS)) {
      host.watch().apiFailed();
      host.time().pass(ANSWER_LIMIT);
      throw new IOException("no answer in time");
    }
    return found;
  }

  @Override
  public String ask(String command) throws IOException {
    var process = process();
    var answer = new SimCommands(process, host.time().now()).obey(command);
    return switch (fault()) {
      case NONE -> answer;
      case NONSENSE -> nonsense();
      case CUT_OFF -> answer.substring(0, random.nextInt(answer.length() + 1));
      case SILENCE -> throw silence();
    };
  }

  @Override
  public List<String> askAll(List<String> commands) throws IOException {
    if (commands.isEmpty()) {
      return List.of();
    }
    return host.alone(
        "a change at run time",
        () -> {
          var process = process();
          var fault = fault();
          // Each command before the fault was obeyed.
          int good = fault == Fault.NONE ? commands.size() : random.nextInt(commands.size());
          var answers = new ArrayList<String>();
          for (int i = 0; i < commands.size(); i++) {
            if (i < good || random.nextBoolean()) {
              answers.add(new SimCommands(process, host.time().now()).obey(commands.get(i)));
              host.obeyed();
              host.hadConnections(process, random);
            } else {
              answers.add(nonsense());
            }
          }
          if (fault == Fault.SILENCE) {
            throw silence();
          }
          if (fault == Fault.CUT_OFF) {
            throw new IOException("answered " + good + " of " + commands.size() + " commands");
          }
          if (fault == Fault.NONSENSE) {
            answers.set(random.nextInt(answers.size()), nonsense());
          }
          return answers;
        });
  }

  private IOException silence() {
    host.time().pass(ANSWER_LIMIT);
    return new IOException("no answer in time");
  }

  private String nonsense() {
    return switch (random.nextInt(4)) {
      case 0 -> "Permission denied";
      case 1 -> "Unknown command: '\u0001\u0002'";
      case 2 -> "\u0000\u00ff".repeat(random.nextInt(5) + 1);
      default -> "1\n# be_id be_name\nx y z";
    };
  }

  @Override
  public Optional<Info> info() {
    try {
      var process = process();
      return switch (fault()) {
        case NONE -> Optional.of(new Info(process.pid(), version()));
        case NONSENSE, CUT_OFF -> Optional.empty();
        case SILENCE -> {
          host.time().pass(ANSWER_LIMIT);
          yield Optional.empty();
        }
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Version version() {
    return Version.parse("2.6.12").orElseThrow();
  }
}
