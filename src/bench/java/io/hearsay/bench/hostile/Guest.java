package io.hearsay.bench.hostile;

import io.hearsay.testkit.Agent;
import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Proc;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An agent in a process of its own, to be treated badly. */
final class Guest implements AutoCloseable {
  static final int FRONTEND = 8080;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Host host;
  private final Program program;
  private final Path log;

  private Guest(Host host, Program program, Path log) {
    this.host = host;
    this.program = program;
    this.log = log;
  }

  /** What an agent is started with besides its name and address. */
  static final class Start {
    private final Settings settings;
    private final Host host;
    private final AgentCommand command;
    private boolean piped;

    Start(Settings settings, String name, String ip) {
      this.settings = settings;
      this.host = new Host(name, ip);
      this.command = new AgentCommand(settings.hearsay(), name, ip);
    }

    Start with(String... words) {
      command.with(words);
      return this;
    }

    /** A backend whose application is not checked. */
    Start backend(String seed) {
      return with("--role", "backend", "--check", "none", "--join", seed);
    }

    /**
     * Its output goes to a pipe that only {@link Guest#program()} reads; a program beside it
     * prints.
     */
    Start noisy(String noise) {
      command.env("HEARSAY_PROCESS_NOISE_COMMAND", noise);
      piped = true;
      return this;
    }

    /**
     * Its clock differs from the host's; intervals pass as usual.
     *
     * @param library of libfaketime
     * @param offset such as {@code +1h}
     */
    Start clock(String library, String offset) {
      command
          .env("LD_PRELOAD", library)
          .env("FAKETIME", offset)
          .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
          // It makes a JVM wait for seconds.
          .env("FAKETIME_FORCE_MONOTONIC_FIX", "0");
      return this;
    }

    /** A balancer with a HAProxy at {@link Guest#FRONTEND}. */
    Start balancer(String seed) throws IOException {
      var ip = host.address();
      var directory = Files.createDirectories(settings.directory().resolve("proxy-" + ip));
      command
          .balancer(
              settings.haproxy(),
              directory.resolve("haproxy.cfg"),
              ip + ":" + FRONTEND,
              ip + ":1936")
          .env("HEARSAY_BALANCER_RUN_DIR", directory.toString());
      return with("--join", seed);
    }

    /** Starts the agent. */
    Guest start() {
      var log = settings.directory().resolve(host.name() + ".log");
      var builder = Program.builder(command.environment(), command.words());
      if (!piped) {
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      }
      return new Guest(host, Program.start(host.name(), builder), log);
    }
  }

  String name() {
    return host.name();
  }

  String ip() {
    return host.address();
  }

  Path log() {
    return log;
  }

  Program program() {
    return program;
  }

  Proc proc() {
    return new Proc(program.pid());
  }

  /** The agent's own interface. */
  Agent agent() {
    return host.agent();
  }

  /** Waits until it is up. */
  Guest up() {
    Await.until(name() + " did not come up", START, agent()::up);
    return this;
  }

  /** The members that it knows, by name. */
  Map<String, Agent.Member> members() throws IOException {
    return agent().members().stream()
        .collect(Collectors.toMap(Agent.Member::name, Function.identity()));
  }

  /** Sends SIGTERM and returns the seconds until the end. */
  double terminate() {
    var watch = Stopwatch.start();
    program.stop(STOP);
    return watch.seconds();
  }

  @Override
  public void close() {
    var family = program.handle().descendants().toList();
    program.kill();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
