package io.hearsay.lab;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Haproxies;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands for the containers: an address of loopback for each name, applications that answer
 * with their name, and what was started there.
 */
final class Containers implements AutoCloseable {
  /** Of the load balancer, whose address is the first one. */
  static final int FRONTEND = 17080;

  /** Where the applications listen. */
  static final int APPLICATION = 13000;

  /** For all that has to happen; some of it takes Serf's second of putting events together. */
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final Duration STOP = Duration.ofSeconds(10);

  /** Requests that reach each of a few servers in turn. */
  private static final int ENOUGH = 6;

  private final Http http = new Http(Duration.ofSeconds(2));
  private final Path directory;
  private final String network;
  private final Map<String, Program> programs = new LinkedHashMap<>();
  private final Map<String, ProcessHandle> agents = new LinkedHashMap<>();
  private final List<HttpServer> applications = new ArrayList<>();

  /**
   * Empty ones.
   *
   * @param network the first three bytes of all addresses
   */
  Containers(Path directory, String network) {
    this.directory = directory;
    this.network = network;
  }

  /** Where all files are. */
  Path directory() {
    return directory;
  }

  /** {@code ha} has the first address, {@code s1} the one after it, and so on. */
  String address(String name) {
    return network + (name.equals("ha") ? 1 : 1 + Integer.parseInt(name.substring(1)));
  }

  /** An application that answers with its name. */
  void application(String name) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address(name), APPLICATION), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = name.getBytes(StandardCharsets.UTF_8);
          // HAProxy asks by HEAD whether it is well.
          boolean whole = exchange.getRequestMethod().equals("GET");
          exchange.sendResponseHeaders(200, whole ? body.length : -1);
          if (whole) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    applications.add(server);
  }

  /** A program that can be run. */
  void executable(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Starts the container's program. */
  void start(String name, Map<String, String> environment, List<String> command) {
    programs.put(name, Program.start(name, directory.resolve(name + ".log"), environment, command));
  }

  Program program(String name) {
    return programs.get(name);
  }

  /** The same, where the program is a script that starts the agent, and waits for that. */
  void startBelow(String name, List<String> command) {
    start(name, Map.of(), command);
    var children = new ArrayList<ProcessHandle>();
    await(
        name + " has not started an agent",
        () -> children.addAll(program(name).handle().children().toList()));
    agents.put(name, children.getFirst());
  }

  /** The agent that a script has started there last. */
  ProcessHandle agent(String name) {
    return agents.get(name);
  }

  /** Waits until these applications, and no other, are what visitors reach. */
  void awaitAnswers(String... names) {
    await("visitors do not reach just " + List.of(names), () -> answers().equals(Set.of(names)));
  }

  private Set<String> answers() throws IOException {
    var answers = new TreeSet<String>();
    for (int i = 0; i < ENOUGH; i++) {
      answers.add(http.body("GET", "http://" + address("ha") + ":" + FRONTEND + "/", ""));
    }
    return answers;
  }

  /** Waits for anything else. */
  void await(String what, Await.Condition condition) {
    try {
      Await.until(what, LIMIT, condition);
    } catch (Failure e) {
      throw new AssertionError(e.getMessage() + "\n" + logs(), e);
    }
  }

  private String logs() {
    var text = new StringBuilder();
    for (var name : programs.keySet()) {
      try {
        text.append("-- ").append(name).append('\n');
        text.append(Files.readString(directory.resolve(name + ".log")));
      } catch (IOException e) {
        text.append(e).append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    programs.values().forEach(Program::terminate);
    programs.values().forEach(program -> program.endsOrIsKilled(STOP));
    // While one is there its scripts may start HAProxy again.
    if (!Await.holds(STOP, () -> agents.values().stream().noneMatch(ProcessHandle::isAlive))) {
      agents.values().forEach(ProcessHandle::destroyForcibly);
    }
    new Haproxies(directory.resolve("haproxy.cfg")).kill();
    applications.forEach(server -> server.stop(0));
  }
}
