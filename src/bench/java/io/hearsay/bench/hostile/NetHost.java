package io.hearsay.bench.hostile;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A host with a network of its own: a namespace with interfaces on a switch, and what runs there.
 */
final class NetHost implements AutoCloseable {
  private final Settings settings;
  private final String namespace;
  private final List<Program> programs = new ArrayList<>();

  NetHost(Settings settings, String name) {
    this.settings = settings;
    this.namespace = settings.prefix() + "-" + name;
    Command.sh("ip netns add " + namespace + "; ip -n " + namespace + " link set lo up");
  }

  String namespace() {
    return namespace;
  }

  /** Adds an interface on the switch, with these addresses. */
  void link(String link, String switchNamespace, String... addresses) {
    var peer = "p" + namespace.substring(namespace.length() - 1) + link;
    Command.sh(
        """
        ip -n HOST link add LINK type veth peer name PEER netns SWITCH
        ip -n SWITCH link set PEER master br0 up
        ip -n HOST link set LINK up
        """
            .replace("HOST", namespace)
            .replace("LINK", link)
            .replace("PEER", peer)
            .replace("SWITCH", switchNamespace));
    for (var address : addresses) {
      var nodad = address.contains(":") ? " nodad" : "";
      Command.sh("ip -n " + namespace + " addr add " + address + " dev " + link + nodad);
    }
  }

  /** Sets the host's own hosts file. */
  void hosts(String text) throws IOException {
    var directory = Files.createDirectories(Path.of("/etc/netns", namespace));
    Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n" + text + "\n");
  }

  private Program start(List<String> words, ProcessBuilder.Redirect output) {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.addAll(words);
    var builder = Program.builder(Map.of(), command).redirectOutput(output);
    var program = Program.start(namespace + ": " + words.getFirst(), builder);
    programs.add(program);
    return program;
  }

  private ProcessBuilder.Redirect log(String name) {
    return ProcessBuilder.Redirect.appendTo(
        settings.directory().resolve(namespace + "-" + name + ".log").toFile());
  }

  /** Starts an agent with all defaults except these. */
  void agent(String... options) {
    var command = new ArrayList<>(List.of(settings.hearsay(), "agent"));
    command.addAll(List.of(options));
    start(command, log("agent"));
  }

  /** Starts the shop on port 3000 of both families. */
  void shop(String name) {
    start(java("io.hearsay.web.Main", name, "[::]:3000"), log("shop"));
  }

  private List<String> java(String main, String... arguments) {
    return Program.java("-Xmx64m", settings.classes(), main, arguments);
  }

  /** Starts requesting pages; returns once the requests have begun. */
  Answers ask(String... pages) throws IOException {
    var program = start(java(Probe.class.getName(), pages), ProcessBuilder.Redirect.PIPE);
    var in = new BufferedReader(new InputStreamReader(program.output(), StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("begins")) {
        return new Answers(in);
      }
    }
    throw new IOException("no probe in " + namespace);
  }

  /** When a page answered, in milliseconds since 1970, and its body. */
  record Answer(long millis, String body) {}

  /** The answers to the requests. */
  static final class Answers {
    private final BufferedReader in;

    private Answers(BufferedReader in) {
      this.in = in;
    }

    /** Waits for all answers, and returns them by page. */
    Map<String, Answer> await() throws IOException {
      var answers = new LinkedHashMap<String, Answer>();
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var parts = line.split("\t", 3);
        answers.put(parts[1], new Answer(Long.parseLong(parts[0]), parts[2]));
      }
      return answers;
    }
  }

  @Override
  public void close() {
    programs.forEach(Program::terminate);
    programs.forEach(program -> program.endsOrIsKilled(Duration.ofSeconds(10)));
    try {
      Command.sh("ip netns del " + namespace + "; rm -rf /etc/netns/" + namespace);
    } catch (Failure e) {
      System.err.println("not removed: " + e.getMessage());
    }
  }
}
