package io.hearsay.conformance;

import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.Subject;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A balancer and a web member that run the same program, with a key and a token, on addresses of
 * their own.
 */
final class Pair implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int FRONTEND = 17080;

  private final Subject subject;
  private final Path directory;
  private final String balancer;
  private final String web;
  private final List<Process> agents = new ArrayList<>();

  Pair(Subject subject, Path directory, int network) {
    this.subject = subject;
    this.directory = directory;
    this.balancer = "127.14." + network + ".1";
    this.web = "127.14." + network + ".2";
  }

  void start(String key) throws IOException {
    secret("keyring.lb", key);
    secret("keyring.web", key);
    secret("token", "the-token-of-the-table");
    Files.writeString(
        directory.resolve("members.json"),
        "{\"members\":[{\"name\":\"w\",\"address\":\"127.0.0.9\",\"tags\":{\"role\":\"backend\"}}]}");
    Files.writeString(directory.resolve("broken.json"), "{");
    Files.writeString(directory.resolve("broken.qute"), "{#for a in}\n");
    Files.writeString(
        directory.resolve("unknown.qute"),
        "{#include built-in}{#global}{nothing.here}{/global}{/include}\n");
    Files.writeString(
        directory.resolve("refused.qute"),
        "{#include built-in}{#global}  no-such-word\n{/global}{/include}\n");
    Files.writeString(directory.resolve("wrong.properties"), "hearsay.profil=lan\n");
    launch(
        "lb",
        balancer,
        balancer + ":7373",
        List.of(
            "--role", "balancer", "--haproxy-config", directory.resolve("haproxy.cfg").toString()));
    // First without the web member: what its arrival takes is then the same in every pair.
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> ready(health(balancer)));
    // On all addresses, so that it can be reached by an address other than loopback as well.
    launch(
        "web",
        web,
        "0.0.0.0:" + webPort(),
        List.of(
            "--role",
            "backend",
            "--check",
            "none",
            "--join",
            balancer + ":7946",
            "--token-file",
            directory.resolve("token").toString()));
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () ->
                ready(health(balancer))
                    && ready(health(web))
                    && HttpCall.send(
                            new InetSocketAddress(balancer, 7373),
                            List.of("GET /v1/members HTTP/1.1", "Host: " + balancer),
                            "")
                        .body()
                        .contains("\"web\""));
    await()
        .atMost(START)
        .until(() -> Files.readString(directory.resolve("haproxy.cfg")).contains("server web"));
    // Nothing listens on the web application's port: once HAProxy has found out, that is a drift.
    await().atMost(START).ignoreExceptions().until(() -> proxy().contains("\"kind\":\"down\""));
  }

  private String proxy() throws IOException {
    return HttpCall.send(
            new InetSocketAddress(balancer, 7373),
            List.of("GET /v1/proxy HTTP/1.1", "Host: " + balancer),
            "")
        .body();
  }

  private static boolean ready(InetSocketAddress at) throws IOException {
    return HttpCall.send(at, List.of("GET /q/health/ready HTTP/1.1", "Host: x"), "").status()
        == 200;
  }

  private void secret(String name, String content) throws IOException {
    var file = directory.resolve(name);
    Files.writeString(file, content + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private int webPort() {
    return 17300 + Integer.parseInt(web.split("\\.")[2]);
  }

  private void launch(String name, String address, String http, List<String> more)
      throws IOException {
    var arguments = new ArrayList<String>();
    arguments.add("agent");
    arguments.addAll(List.of("--name", name, "--bind", address + ":7946", "--http", http));
    arguments.addAll(List.of("--health", address + ":7374"));
    arguments.addAll(List.of("--keyring", directory.resolve("keyring." + name).toString()));
    arguments.addAll(more);
    var builder = new ProcessBuilder(subject.with(arguments));
    clean(builder.environment());
    builder
        .environment()
        .putAll(
            Map.of(
                "HEARSAY_BALANCER_FRONTEND", balancer + ":" + FRONTEND,
                "HEARSAY_BALANCER_STATS", balancer + ":1936"));
    agents.add(
        builder
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start());
  }

  static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(key -> key.startsWith("HEARSAY_") || key.startsWith("JAVA_"));
  }

  InetSocketAddress address(HttpTable.At at, String fromAfar) {
    return switch (at) {
      case WEB -> new InetSocketAddress(web, webPort());
      case WEB_FROM_AFAR -> new InetSocketAddress(fromAfar, webPort());
      case BALANCER -> new InetSocketAddress(balancer, 7373);
      case WEB_HEALTH -> health(web);
      case BALANCER_HEALTH -> health(balancer);
    };
  }

  private static InetSocketAddress health(String host) {
    return new InetSocketAddress(host, 7374);
  }

  /** How a command ended. */
  record Ended(int code, String out, String err) {}

  Ended run(CommandTable.Row row) throws IOException, InterruptedException {
    var arguments =
        row.arguments().stream()
            .map(
                a ->
                    a.replace("$WEB_HEALTH", web + ":7374")
                        .replace("$WEB", web + ":" + webPort())
                        .replace("$LB", balancer + ":7373")
                        .replace("$DIR", directory.toString()))
            .toList();
    var out = File.createTempFile("out", "", directory.toFile());
    var err = File.createTempFile("err", "", directory.toFile());
    var builder = new ProcessBuilder(subject.with(arguments));
    clean(builder.environment());
    builder.environment().put("COLUMNS", "80");
    var process = builder.redirectOutput(out).redirectError(err).start();
    try (var in = process.outputWriter()) {
      in.write(row.input());
    } catch (IOException e) {
      // The command does not read its input.
    }
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(row + " did not end");
    }
    return new Ended(
        process.exitValue(),
        words(Files.readString(out.toPath())),
        words(Files.readString(err.toPath())));
  }

  /** Replaces what is specific to this pair. */
  String words(String text) {
    return Shape.words(
        text.replace(directory.toString(), "DIR").replace(web, "WEB").replace(balancer, "LB"));
  }

  String log(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".log"));
  }

  @Override
  public void close() throws InterruptedException {
    agents.forEach(Process::destroy);
    for (var agent : agents) {
      if (!agent.waitFor(15, TimeUnit.SECONDS)) {
        agent.descendants().forEach(ProcessHandle::destroyForcibly);
        agent.destroyForcibly();
      }
    }
  }
}
