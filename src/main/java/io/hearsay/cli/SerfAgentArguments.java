package io.hearsay.cli;

import io.hearsay.membership.HostPort;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Translates {@code serf agent …} to {@code hearsay agent …}: flags and the files of {@code
 * -config-file} and {@code -config-dir}. Settings that have no effect in Hearsay are left out and
 * reported.
 */
final class SerfAgentArguments {
  /** Serf's flags and our equivalents. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("node", "--name"),
          Map.entry("bind", "--bind"),
          Map.entry("advertise", "--advertise"),
          Map.entry("join", "--join"),
          Map.entry("retry-join", "--join"),
          Map.entry("tag", "--tag"),
          Map.entry("role", "--role"),
          Map.entry("event-handler", "--event-handler"),
          Map.entry("encrypt", "--encrypt"),
          Map.entry("keyring-file", "--keyring"),
          Map.entry("profile", "--profile"),
          Map.entry("iface", "--iface"),
          Map.entry("discover", "--discover"),
          Map.entry("rpc-addr", "--http"),
          Map.entry("snapshot", "--memory"),
          Map.entry("tags-file", "--tags-file"));

  /** Flags without effect in Hearsay. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "protocol",
          "broadcast-timeout",
          "retry-interval",
          "retry-max",
          "rpc-auth",
          "log-level",
          "mdns-iface",
          "syslog-facility",
          "statsite",
          "statsd");

  private static final Set<String> SWITCHES =
      Set.of(
          "replay",
          "rejoin",
          "syslog",
          "disable-compression",
          "mdns-disable-ipv4",
          "mdns-disable-ipv6",
          "enable-compression");

  /** Keys of Serf's files whose names differ from the flag's. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("node_name", "node"),
          Map.entry("encrypt_key", "encrypt"),
          Map.entry("keyring_file", "keyring-file"),
          Map.entry("interface", "iface"),
          Map.entry("rpc_addr", "rpc-addr"),
          Map.entry("start_join", "join"),
          Map.entry("retry_join", "retry-join"),
          Map.entry("event_handlers", "event-handler"),
          Map.entry("snapshot_path", "snapshot"),
          Map.entry("tags_file", "tags-file"),
          Map.entry("replay_on_join", "replay"));

  /** Serf's quiet period of coalescing. */
  private static final String COALESCE = "coalesce=1s";

  private static final int DEFAULT_PORT = 7373;

  private final PrintStream err;
  private final Map<String, List<String>> given = new LinkedHashMap<>();
  private final Set<String> unused = new TreeSet<>();

  private SerfAgentArguments(PrintStream err) {
    this.err = err;
  }

  /**
   * Translates arguments for our own parser.
   *
   * @param arguments after {@code agent}
   * @param err where to report what has no effect
   * @throws WrongUsage if an argument or a file is wrong
   */
  static String[] translate(List<String> arguments, PrintStream err) {
    return new SerfAgentArguments(err).read(arguments);
  }

  private String[] read(List<String> arguments) {
    var valued = new TreeSet<>(SAME.keySet());
    valued.addAll(WITHOUT_EFFECT);
    valued.addAll(Set.of("config-file", "config-dir"));
    var flags = GoFlags.parse(arguments, valued, SWITCHES);
    if (!flags.words().isEmpty()) {
      throw new WrongUsage("\"" + flags.words().getFirst() + "\": serf agent takes flags only");
    }
    flags.all("config-file").forEach(file -> file(Path.of(file)));
    flags.all("config-dir").forEach(directory -> files(Path.of(directory)));
    flags
        .all()
        .forEach(
            (name, values) -> {
              if (!name.startsWith("config-")) {
                values.forEach(value -> add(name, value));
              }
            });
    var result = new ArrayList<String>();
    // Serf allows any tags, and its role=balancer has no special meaning.
    result.addAll(List.of("agent", "--force", "--no-balancer"));
    if (given.containsKey("rpc-addr")) {
      result.add("--health=" + beside(given.get("rpc-addr").getLast()));
    }
    given.forEach((name, values) -> values.forEach(value -> emit(name, value, result)));
    if (!unused.isEmpty()) {
      err.println("hearsay: without effect here: " + String.join(", ", unused));
    }
    return result.toArray(String[]::new);
  }

  /**
   * The address of health: the port after that of the RPC address, since several agents on a host
   * differ in that only.
   */
  private static String beside(String address) {
    var rpc = HostPort.parse(address, DEFAULT_PORT);
    return new HostPort(rpc.host(), rpc.port() + 1).toString();
  }

  private void add(String name, String value) {
    given.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  private void emit(String name, String value, List<String> to) {
    if (name.equals("event-handler")) {
      to.add("--event-handler=" + COALESCE + (value.contains("=") ? "," : "=") + value);
    } else if (name.equals("replay")) {
      to.add("--replay=" + value);
    } else if (SAME.containsKey(name)) {
      to.add(SAME.get(name) + "=" + value);
    } else if (!name.equals("rejoin")) {
      unused.add("-" + name);
    }
  }

  private void files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(this::file);
    } catch (IOException e) {
      throw new WrongUsage("-config-dir " + directory + " cannot be read: " + e.getMessage());
    }
  }

  private void file(Path file) {
    JsonObject json;
    try {
      json = Json.parse(Files.readString(file));
    } catch (IOException | DecodeException e) {
      throw new WrongUsage("-config-file " + file + " cannot be read: " + e.getMessage());
    }
    for (var key : json.fieldNames()) {
      var name = KEYS.getOrDefault(key, key.replace('_', '-'));
      switch (json.getValue(key)) {
        case JsonArray array -> array.forEach(value -> add(name, String.valueOf(value)));
        case JsonObject tags when key.equals("tags") ->
            tags.forEach(tag -> add("tag", tag.getKey() + "=" + tag.getValue()));
        case null -> {}
        case Object value -> add(name, value.toString());
      }
    }
  }
}
