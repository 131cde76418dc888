package io.hearsay.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An agent, accessed through its HTTP interface. */
public final class Agent {
  private static final Http PATIENT = new Http(Duration.ofSeconds(10));

  private final Http http;
  private final String api;
  private final String health;
  private final String token;

  /** The agent that uses the standard ports of that address. */
  public Agent(String address) {
    this(address, "");
  }

  /** The same for an agent that requires a token for changes. */
  public Agent(String address, String token) {
    this.http = PATIENT;
    this.api = "http://" + address + ":" + Host.HTTP_PORT;
    this.health = "http://" + address + ":" + Host.HEALTH_PORT;
    this.token = token;
  }

  /** The agent with that API address; its health port cannot be reached. */
  public Agent(Http http, String api) {
    this.http = http;
    this.api = api;
    this.health = "";
    this.token = "";
  }

  /**
   * The state of the balancer's pipeline.
   *
   * @param inStep whether HAProxy runs with the newest catalog and nothing is wrong
   * @param servers the servers that take requests
   * @param pid of the HAProxy that serves
   * @param story how the last change was made and why, or what is wrong
   */
  public record Pipeline(
      boolean inStep,
      long revision,
      Set<String> servers,
      long pid,
      long reloads,
      long runtimeChanges,
      String story) {}

  /** The pipeline; not in step and without servers if the agent does not answer. */
  public Pipeline pipeline() {
    try {
      var proxy = Json.object(get("/v1/proxy"));
      var servers =
          Json.objects(proxy.get("servers")).stream()
              .filter(server -> "ready".equals(server.get("state")))
              .map(server -> String.valueOf(server.get("name")))
              .collect(Collectors.toCollection(TreeSet::new));
      var error = proxy.get("lastError");
      return new Pipeline(
          Json.number(proxy, "revision") == Json.number(proxy, "appliedRevision")
              && error == null
              && Boolean.TRUE.equals(proxy.get("answering")),
          Json.number(proxy, "revision"),
          servers,
          Json.number(proxy, "pid"),
          Json.number(proxy, "reloads"),
          Json.number(proxy, "runtimeChanges"),
          error == null ? proxy.get("method") + ", " + proxy.get("reason") : error.toString());
    } catch (IOException e) {
      return new Pipeline(false, -1, Set.of(), 0, 0, 0, e.toString());
    }
  }

  /**
   * Waits until the pipeline fulfils a condition.
   *
   * @param what did not happen, for the failure's message
   */
  public void await(String what, Duration limit, Predicate<Pipeline> condition) {
    var last = new Pipeline[1];
    if (!Await.holds(limit, () -> condition.test(last[0] = pipeline()))) {
      throw new Failure(what + " within " + limit.toSeconds() + " s; it is " + last[0]);
    }
  }

  /**
   * A member as the agent knows it.
   *
   * @param fields as the API names them
   */
  public record Member(Map<String, Object> fields) {
    /** A text field. */
    public String text(String field) {
      return String.valueOf(fields.get(field));
    }

    /** A numeric field; -1 if it is missing. */
    public long number(String field) {
      return Json.number(fields, field);
    }

    /** Its name. */
    public String name() {
      return text("name");
    }

    /** Its address, without the port. */
    public String address() {
      return text("address");
    }

    /** Its status: alive, suspect, left or failed. */
    public String status() {
      return text("status");
    }

    /** Whether the agent considers it alive. */
    public boolean alive() {
      return status().equals("alive");
    }
  }

  /** The members that the agent knows, including those that are gone. */
  public List<Member> members() throws IOException {
    var members = Json.object(get("/v1/members")).get("members");
    return Json.objects(members).stream().map(Member::new).toList();
  }

  /** The names of the members that the agent considers alive. */
  public Set<String> alive() throws IOException {
    return members().stream()
        .filter(Member::alive)
        .map(Member::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** One of the protocol's counters. */
  public long counter(String name) throws IOException {
    return Json.number(Json.map(Json.object(get("/v1/agent")).get("protocol")), name);
  }

  /** The agent's metrics. */
  public Metrics metrics() throws IOException {
    return new Metrics(health("/q/metrics"));
  }

  /** The text that HAProxy runs with. */
  public String config() {
    return must("GET", "/v1/proxy/config", "");
  }

  /** Requests a reload from the balancer. */
  public void reload() {
    must("POST", "/v1/proxy/reload", "");
  }

  /** Sets a tag of the agent's member. */
  public void set(String tag, String value) {
    must("PUT", "/v1/agent/tags", "{\"set\":{\"%s\":\"%s\"}}".formatted(tag, value));
  }

  /** Deletes a tag. */
  public void delete(String tag) {
    must("PUT", "/v1/agent/tags", "{\"delete\":[\"%s\"]}".formatted(tag));
  }

  /** Starts a drain, or undoes it. */
  public void drain(boolean on) {
    must("POST", "/v1/agent/drain", "{\"on\":" + on + "}");
  }

  /** Whether it answers at all. */
  public boolean up() {
    try {
      get("/v1/agent");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the agent reports that it is ready. */
  public boolean ready() {
    try {
      return health("/q/health/ready").contains("UP");
    } catch (IOException e) {
      return false;
    }
  }

  /** The API's answer to a GET. */
  public String get(String path) throws IOException {
    return http.body("GET", api + path, "");
  }

  /** Posts a text to the API. */
  public void post(String path, String text) throws IOException {
    http.body("POST", api + path, text, "Content-Type", "text/plain");
  }

  /** The health port's answer to a GET. */
  public String health(String path) throws IOException {
    return http.body("GET", health + path, "");
  }

  private String must(String method, String path, String body) {
    try {
      return token.isEmpty()
          ? http.body(method, api + path, body, "Content-Type", "application/json")
          : http.body(
              method,
              api + path,
              body,
              "Content-Type",
              "application/json",
              "Authorization",
              "Bearer " + token);
    } catch (IOException e) {
      throw new Failure(e.toString(), e);
    }
  }
}
