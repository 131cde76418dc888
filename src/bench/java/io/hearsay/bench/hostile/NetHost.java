package io.hearsay.bench.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A host of its own network: a namespace with interfaces on a switch, and what runs there. */
final class NetHost implements AutoCloseable {
  private final Settings settings;
  private final String namespace;
  private final List<Process> processes = new ArrayList<>();

  NetHost(Settings settings, String name) throws Exception {
    this.settings = settings;
    this.namespace = settings.prefix() + "-" + name;
    sh("ip netns add " + namespace + "; ip -n " + namespace + " link set lo up");
  }

  /** Runs a script on the machine itself. */
  static void sh(String script) throws Exception {
    var process =
        new ProcessBuilder("sh", "-c", "set -e\n" + script).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(script + ": " + said);
    }
  }

  String namespace() {
    return namespace;
  }

  /** An interface on the switch, with these addresses. */
  void link(String link, String switchNamespace, String... addresses) throws Exception {
    var peer = "p" + namespace.substring(namespace.length() - 1) + link;
    sh(
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
      sh("ip -n " + namespace + " addr add " + address + " dev " + link + nodad);
    }
  }

  /** What a name means there. */
  void hosts(String text) throws IOException {
    var directory = Files.createDirectories(Path.of("/etc/netns", namespace));
    Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n" + text + "\n");
  }

  private Process start(List<String> words, ProcessBuilder.Redirect output) throws IOException {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private ProcessBuilder.Redirect log(String name) {
    return ProcessBuilder.Redirect.appendTo(
        settings.directory().resolve(namespace + "-" + name + ".log").toFile());
  }

  /** An agent with all defaults but for these. */
  Process agent(String... options) throws IOException {
    var command = new ArrayList<>(List.of(settings.hearsay(), "agent"));
    command.addAll(List.of(options));
    return start(command, log("agent"));
  }

  /** The shop at port 3000 of both families. */
  void shop(String name) throws IOException {
    start(java("io.hearsay.web.Main", name, "[::]:3000"), log("shop"));
  }

  private List<String> java(String main, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(settings.java(), "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", settings.classes(), main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Begins to ask for pages; returns when it has begun. */
  Answers ask(String... pages) throws IOException {
    var process = start(java(Probe.class.getName(), pages), ProcessBuilder.Redirect.PIPE);
    var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("begins")) {
        return new Answers(in);
      }
    }
    throw new IOException("no probe in " + namespace);
  }

  /** When, and what. */
  record Answer(long millis, String body) {}

  /** What comes of the asking. */
  static final class Answers {
    private final BufferedReader in;

    private Answers(BufferedReader in) {
      this.in = in;
    }

    /** All of them, by page; waits for the last one. */
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
    for (var process : processes) {
      process.destroy();
    }
    for (var process : processes) {
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      sh("ip netns del " + namespace + "; rm -rf /etc/netns/" + namespace);
    } catch (Exception e) {
      System.err.println("not removed: " + e.getMessage());
    }
  }
}
