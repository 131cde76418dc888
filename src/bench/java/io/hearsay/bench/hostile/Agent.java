package io.hearsay.bench.hostile;

import io.hearsay.demo.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** An agent of its own process, and what it answers. */
final class Agent implements AutoCloseable {
  static final int GOSSIP = 7946;
  static final int API = 7373;
  static final int HEALTH = 7374;
  static final int FRONTEND = 8080;
  private static final Duration START = Duration.ofSeconds(30);

  private final String name;
  private final String ip;
  private final Process process;

  private Agent(String name, String ip, Process process) {
    this.name = name;
    this.ip = ip;
    this.process = process;
  }

  /** What one is started with besides its name and address. */
  static final class Start {
    private final Settings settings;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> env = new TreeMap<>();
    private boolean piped;

    Start(Settings settings) {
      this.settings = settings;
    }

    Start option(String... words) {
      options.addAll(List.of(words));
      return this;
    }

    Start env(String key, String value) {
      env.put(key, value);
      return this;
    }

    /** Its output goes to a pipe, which only {@link Agent#output()} reads. */
    Start piped() {
      piped = true;
      return this;
    }

    /** Of a balancer with an HAProxy at {@link Agent#FRONTEND}. */
    Start balancer(String ip) throws IOException {
      var directory = Files.createDirectories(settings.directory().resolve("proxy-" + ip));
      env("HEARSAY_BALANCER_FRONTEND", ip + ":" + FRONTEND);
      env("HEARSAY_BALANCER_STATS", ip + ":1936");
      env("HEARSAY_BALANCER_RUN_DIR", directory.toString());
      return option(
          "--role",
          "balancer",
          "--haproxy-config",
          directory.resolve("haproxy.cfg").toString(),
          "--haproxy",
          System.getenv("BENCH_HAPROXY"));
    }

    /** Starts it. */
    Agent at(String name, String ip) throws IOException {
      var command =
          new ArrayList<>(List.of(settings.hearsay(), "agent", "--name", name, "--bind", ip));
      command.addAll(List.of("--http", ip + ":" + API, "--health", ip + ":" + HEALTH));
      command.addAll(options);
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(env);
      if (!piped) {
        builder.redirectOutput(
            ProcessBuilder.Redirect.appendTo(log(settings, name).toFile()));
      }
      return new Agent(name, ip, builder.start());
    }
  }

  static Path log(Settings settings, String name) {
    return settings.directory().resolve(name + ".log");
  }

  String name() {
    return name;
  }

  String ip() {
    return ip;
  }

  Process process() {
    return process;
  }

  java.io.InputStream output() {
    return process.getInputStream();
  }

  /** Waits until it is up. */
  Agent up() throws InterruptedException {
    Await.until(name + " is up", START, () -> get("/v1/agent").length() > 0);
    return this;
  }

  /** What its API says. */
  String get(String path) throws IOException {
    return Http.get("http://" + ip + ":" + API + path);
  }

  /** Tells its API. */
  void post(String path, String body) throws IOException {
    Http.post("http://" + ip + ":" + API + path, body);
  }

  /** What its health port says. */
  String health(String path) throws IOException {
    return Http.get("http://" + ip + ":" + HEALTH + path);
  }

  boolean ready() {
    try {
      return health("/q/health/ready").contains("UP");
    } catch (IOException e) {
      return false;
    }
  }

  /** The members that it knows, by name. */
  Map<String, Known> members() throws IOException {
    var known = new TreeMap<String, Known>();
    for (var each : (List<?>) ((Map<?, ?>) Json.read(get("/v1/members"))).get("members")) {
      var member = (Map<?, ?>) each;
      known.put(
          (String) member.get("name"),
          new Known(
              (String) member.get("id"),
              member.get("address") + ":" + ((Double) member.get("port")).intValue(),
              (String) member.get("status"),
              (String) member.get("mode"),
              ((Double) member.get("incarnation")).longValue()));
    }
    return known;
  }

  /** What is known of a member. */
  record Known(String id, String address, String status, String mode, long incarnation) {}

  /** One of the counters of the protocol. */
  long counter(String counter) throws IOException {
    var protocol = (Map<?, ?>) ((Map<?, ?>) Json.read(get("/v1/agent"))).get("protocol");
    return ((Double) protocol.get(counter)).longValue();
  }

  /** KiB of no file that it holds: its heap and everything else of its own. */
  long anonymous() throws IOException {
    return kib("smaps_rollup", "Anonymous:");
  }

  long rss() throws IOException {
    return kib("smaps_rollup", "Rss:");
  }

  private long kib(String file, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + process.pid(), file)).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Seconds from SIGTERM to the end. */
  double terminate() throws InterruptedException {
    long begin = System.nanoTime();
    // Not Process.destroy, which closes the pipe of its output, too.
    process.toHandle().destroy();
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    return ended ? Await.since(begin) : 30;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
