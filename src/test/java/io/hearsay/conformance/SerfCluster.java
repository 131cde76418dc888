package io.hearsay.conformance;

import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Agents that are started and queried with Serf's command line, which either Serf or Hearsay
 * implements, and a script that records how it is called.
 */
final class SerfCluster implements AutoCloseable {
  /** Records its variables and its input, and does what the name of the event asks for. */
  private static final String RECORDER =
      """
      #!/bin/sh
      in=$(base64 -w0)
      env=$(env | grep '^SERF_' | grep -v '^SERF_RPC' | LC_ALL=C sort | base64 -w0)
      printf '%s %s %s %s\\n' "$2" "$3" "$env" "$in" >>"$1"
      case "$SERF_QUERY_NAME" in
        load) printf 'load of '; printf %s "$in" | base64 -d ;;
        lines) printf 'one\\ntwo\\n' ;;
        fail) echo x; exit 3 ;;
        large) head -c 2000 /dev/zero | tr '\\0' x ;;
        long) head -c 900 /dev/zero | tr '\\0' x ;;
        err) echo out; echo err >&2 ;;
        slow) sleep 3; echo late; : >"$1.late" ;;
      esac
      case "$SERF_USER_EVENT" in
        slow) sleep 2; printf '%s %s %s %s\\n' "$2" "$3-ends" "$env" "$in" >>"$1" ;;
        fail) exit 3 ;;
      esac
      """;

  private static final Duration COMMAND = Duration.ofSeconds(30);

  private final List<String> program;
  private final Path directory;
  private final Path log;
  private final Path recorder;
  private final Map<String, Process> agents = new HashMap<>();
  private int read;

  /** Agents that run that program and keep their files in that directory. */
  SerfCluster(List<String> program, Path directory) throws IOException {
    this.program = program;
    this.directory = directory;
    log = directory.resolve("calls");
    recorder = directory.resolve("record");
    Files.createFile(log);
    Files.writeString(recorder, RECORDER);
    Files.setPosixFilePermissions(recorder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String address(String name) {
    return "127.72.1." + name.substring(1);
  }

  /**
   * Starts an agent.
   *
   * @param handlers {@code LABEL} for everything, or {@code FILTER=LABEL}
   */
  void start(String name, List<String> handlers, String... flags) throws IOException {
    var words = new ArrayList<>(program);
    words.addAll(List.of("agent", "-node", name, "-bind", address(name), "-profile", "local"));
    words.addAll(List.of("-rpc-addr", address(name) + ":7373"));
    for (var handler : handlers) {
      int equals = handler.indexOf('=');
      var label = handler.substring(equals + 1);
      words.add("-event-handler");
      words.add(handler.substring(0, equals + 1) + recorder + " " + log + " " + name + " " + label);
    }
    words.addAll(List.of(flags));
    agents.put(name, Subject.start(words, directory.resolve(name + ".log")));
  }

  /** Runs a line of shell in which {@code serf} is the program and talks to the first agent. */
  String shell(String line) throws IOException, InterruptedException {
    var call = program.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    var builder =
        new ProcessBuilder("sh", "-c", "serf() { " + call + " \"$@\"; }\n" + line)
            .redirectErrorStream(true);
    builder.environment().put("SERF_RPC_ADDR", address("a1") + ":7373");
    builder.environment().put("CALLS", log.toString());
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS);
    return said + "rc " + process.exitValue();
  }

  /** Whether the first agent knows that many alive members. */
  boolean knows(int members) throws IOException, InterruptedException {
    return shell("serf members -status alive").lines().filter(l -> l.contains("alive")).count()
        == members;
  }

  void kill(String name) throws InterruptedException {
    agents.get(name).destroyForcibly().waitFor();
  }

  /** Waits for an agent's end. */
  boolean ends(String name) throws InterruptedException {
    return agents.get(name).waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS);
  }

  /** The output of an agent. */
  String log(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".log"));
  }

  /** The number of calls recorded since {@link #forget}. */
  int calls() throws IOException {
    return Files.readAllLines(log).size() - read;
  }

  /** The calls recorded since then, those of each agent in order. */
  List<String> told() throws IOException {
    var lines = Files.readAllLines(log);
    return lines.subList(read, lines.size()).stream()
        .map(SerfCluster::shown)
        .sorted(Comparator.comparing(line -> line.substring(0, line.indexOf(' '))))
        .toList();
  }

  /** Discards the calls recorded so far. */
  void forget() throws IOException {
    read = Files.readAllLines(log).size();
  }

  private static String shown(String line) {
    var parts = line.split(" ", -1);
    var env = new String(decoded(parts[2]), StandardCharsets.UTF_8).lines().toList();
    var input = text(decoded(parts[3]));
    boolean members = env.stream().anyMatch(variable -> variable.startsWith("SERF_EVENT=member"));
    return parts[0] + " " + parts[1] + " " + env + " " + (members ? sorted(input) : input);
  }

  /** Serf passes members and their tags in any order. */
  static String sorted(String input) {
    return Arrays.stream(input.substring(1, input.length() - 1).split("\\\\n", -1))
        .filter(line -> !line.isEmpty())
        .map(
            line -> {
              int tags = line.lastIndexOf("\\t") + 2;
              return line.substring(0, tags)
                  + Arrays.stream(line.substring(tags).split(",", -1))
                      .sorted()
                      .collect(Collectors.joining(","))
                  + "\\n";
            })
        .sorted()
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  /** Makes every byte visible. */
  private static String text(byte[] bytes) {
    var text = new StringBuilder("\"");
    for (byte b : bytes) {
      if (b == '\n') {
        text.append("\\n");
      } else if (b == '\t') {
        text.append("\\t");
      } else if (b >= ' ' && b < 127 && b != '\\') {
        text.append((char) b);
      } else {
        text.append(String.format("\\x%02x", b & 0xff));
      }
    }
    return text.append('"').toString();
  }

  @Override
  public void close() throws InterruptedException {
    for (var agent : agents.values()) {
      agent.destroy();
      if (!agent.waitFor(10, TimeUnit.SECONDS)) {
        agent.destroyForcibly().waitFor();
      }
    }
  }
}
