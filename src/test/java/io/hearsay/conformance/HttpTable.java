package io.hearsay.conformance;

import java.util.ArrayList;
import java.util.List;

/** Every endpoint, called correctly and incorrectly, in this order, with its answer. */
final class HttpTable {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final String HTML = "text/html";
  private static final String TEXT = "text/plain";
  private static final String METRICS = "application/openmetrics-text";

  private final List<Row> rows = new ArrayList<>();

  /** A listener of one of the agents. */
  enum At {
    WEB,
    BALANCER,
    WEB_HEALTH,
    BALANCER_HEALTH,
    /** The web agent's API, by an address of this host other than loopback. */
    WEB_FROM_AFAR
  }

  /**
   * A call.
   *
   * @param fields header fields
   * @param type media type of the answer; empty: it has none
   */
  record Row(At at, String request, List<String> fields, String body, int status, String type) {
    @Override
    public String toString() {
      return at + " " + request + " " + String.join(" ", fields) + " " + shown();
    }

    private String shown() {
      return body.length() > 60 ? body.substring(0, 60) + "…" : body;
    }
  }

  static List<Row> rows() {
    var table = new HttpTable();
    table.reading();
    table.changing();
    table.wrongRequests();
    table.wrongBodies();
    table.fromElsewhere();
    table.healthPort();
    return List.copyOf(table.rows);
  }

  private void row(At at, String request, int status, String type, String... fields) {
    rows.add(new Row(at, request, List.of(fields), "", status, type));
  }

  private void sent(At at, String request, String body, int status, String type, String... fields) {
    var all = new ArrayList<>(List.of(fields));
    if (all.stream().noneMatch(f -> f.startsWith("Content-Type"))) {
      all.add("Content-Type: application/json");
    }
    rows.add(new Row(at, request, List.copyOf(all), body, status, type));
  }

  private void reading() {
    row(At.WEB, "GET /v1/members", 200, JSON);
    row(At.WEB, "HEAD /v1/members", 200, JSON);
    row(At.WEB, "GET /v1/agent", 200, JSON);
    row(At.WEB, "GET /v1/events", 200, "text/event-stream");
    row(At.WEB, "GET /v1/events?type=user&type=member-join", 200, "text/event-stream");
    row(At.WEB, "GET /v1/events", 200, "text/event-stream", "Last-Event-ID: nobody-7");
    row(At.WEB, "GET /v1/events?type=nothing", 400, PROBLEM);
    row(At.WEB, "GET /v1/keys", 200, JSON);
    row(At.WEB, "GET /v1/reachability", 200, JSON);
    row(At.WEB, "GET /v1/rtt?to=web", 200, JSON);
    row(At.WEB, "GET /v1/rtt?to=nobody", 404, PROBLEM);
    row(At.WEB, "GET /v1/rtt", 400, PROBLEM);
    row(At.WEB, "GET /v1/reachability?millis=500", 200, JSON);
    row(At.WEB, "GET /v1/sd/prometheus", 200, JSON);
    row(At.WEB, "GET /", 200, HTML);
    row(At.WEB, "GET /?filter=status:alive", 200, HTML);
    row(At.WEB, "GET /", 200, HTML, "Accept-Encoding: gzip");
    row(At.WEB, "GET /ui/members", 200, HTML);
    row(At.WEB, "GET /ui/members?filter=%3Cb%3E", 200, HTML);
    row(At.WEB, "GET /ui/members/lb", 200, HTML);
    row(At.WEB, "GET /ui/members/a%2Fb", 404, HTML);
    row(At.WEB, "GET /ui/services/web", 404, HTML);
    row(At.WEB, "GET /ui/dashboard.css", 200, "text/css");
    row(At.WEB, "GET /ui/dashboard.js", 200, "text/javascript");
    row(At.WEB, "GET /ui/icon.svg", 200, "image/svg+xml");
    row(At.WEB, "GET /v1/proxy", 404, PROBLEM);
    row(At.WEB, "GET /v1/proxy/config", 404, PROBLEM);
    row(At.BALANCER, "GET /v1/members", 200, JSON);
    row(At.BALANCER, "GET /v1/agent", 200, JSON);
    row(At.BALANCER, "GET /v1/proxy", 200, JSON);
    row(At.BALANCER, "GET /v1/proxy/config", 200, TEXT);
    row(At.BALANCER, "GET /v1/proxy/history", 200, JSON);
    row(At.BALANCER, "GET /v1/proxy/history?service=nobody", 404, PROBLEM);
    row(At.WEB, "GET /v1/proxy/history", 404, PROBLEM);
    row(At.BALANCER, "GET /", 200, HTML);
    row(At.BALANCER, "GET /ui/services/web", 200, HTML);
    row(At.BALANCER, "GET /ui/members/lb", 200, HTML);
  }

  private void changing() {
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"zone\":\"a\"},\"delete\":[]}", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"delete\":[\"zone\"]}", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"version\":\"2\"}}", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"x\":\"a b\"},\"force\":true}", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/tags?force=true", "{\"set\":{\"zone\":\"a b\"}}", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"delete\":[\"zone\",\"x\"]}", 200, JSON);
    row(At.WEB, "GET /v1/agent/log", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/log", "{\"level\":\"debug\"}", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/log", "{\"level\":\"info\"}", 200, JSON);
    sent(At.WEB, "PUT /v1/agent/log", "{\"level\":\"loud\"}", 400, PROBLEM);
    row(At.WEB, "POST /v1/agent/log", 405, PROBLEM);
    sent(At.WEB, "POST /v1/agent/join", "{\"seeds\":[\"127.0.0.1:1\"]}", 200, JSON);
    sent(At.WEB, "POST /v1/agent/drain", "{\"on\":true}", 200, JSON);
    sent(At.WEB, "POST /v1/agent/drain", "{\"on\":true,\"maintenance\":true}", 200, JSON);
    sent(At.WEB, "POST /v1/agent/drain", "{\"on\":true,\"wait\":true}", 200, JSON);
    sent(At.WEB, "POST /v1/agent/drain", "{\"on\":false}", 200, JSON);
    sent(At.WEB, "POST /v1/events/deploy", "v7", 202, "", "Content-Type: text/plain");
    row(At.WEB, "POST /v1/events/deploy", 202, "");
    row(At.WEB, "POST /v1/events/deploy?coalesce=true", 202, "");
    row(At.WEB, "POST /v1/events/deploy?coalesce=maybe", 400, PROBLEM);
    row(At.WEB, "POST /v1/queries/load?node=web&ack=true", 200, "application/x-ndjson");
    row(At.WEB, "POST /v1/queries/load?tag=role%3Dback.*&relay=1", 200, "application/x-ndjson");
    row(At.WEB, "POST /v1/queries/load?tag=role", 400, PROBLEM);
    row(At.WEB, "POST /v1/queries/load?relay=6", 400, PROBLEM);
    sent(
        At.WEB,
        "POST /v1/queries/load",
        "?",
        200,
        "application/x-ndjson",
        "Content-Type: text/plain");
    row(At.WEB, "POST /v1/queries/load?millis=300", 200, "application/x-ndjson");
    row(At.BALANCER, "POST /v1/proxy/reload", 202, JSON);
    row(At.WEB, "POST /v1/proxy/reload", 404, PROBLEM);
    row(At.WEB, "DELETE /v1/agent/members/nobody", 404, PROBLEM);
    row(At.WEB, "DELETE /v1/agent/members/lb?prune=true", 404, PROBLEM);
    sent(At.WEB, "POST /v1/keys", "{\"op\":\"use\",\"key\":\"0000000000000000\"}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/keys", "{\"op\":\"remove\",\"key\":\"0000000000000000\"}", 400, PROBLEM);
  }

  private void wrongRequests() {
    row(At.WEB, "GET /nope", 404, PROBLEM);
    row(At.WEB, "GET /v1", 404, PROBLEM);
    row(At.WEB, "GET /v1/nope", 404, PROBLEM);
    row(At.WEB, "GET /v1/members/nope", 404, PROBLEM);
    row(At.WEB, "GET /ui/nope.css", 404, PROBLEM);
    row(At.WEB, "GET /ui/../application.properties", 404, PROBLEM);
    row(At.WEB, "GET /q/health", 404, PROBLEM);
    row(At.WEB, "GET /q/metrics", 404, PROBLEM);
    row(At.WEB, "POST /v1/members", 405, PROBLEM);
    row(At.WEB, "PUT /v1/members", 405, PROBLEM);
    row(At.WEB, "DELETE /v1/agent", 405, PROBLEM);
    row(At.WEB, "GET /v1/agent/tags", 405, PROBLEM);
    row(At.WEB, "GET /v1/agent/join", 405, PROBLEM);
    row(At.WEB, "GET /v1/agent/drain", 405, PROBLEM);
    row(At.WEB, "GET /v1/agent/leave", 405, PROBLEM);
    row(At.WEB, "GET /v1/events/deploy", 405, PROBLEM);
    row(At.WEB, "GET /v1/queries/load", 405, PROBLEM);
    row(At.BALANCER, "GET /v1/proxy/reload", 405, PROBLEM);
    row(At.BALANCER, "DELETE /v1/proxy", 405, PROBLEM);
    row(At.BALANCER, "POST /v1/proxy/config", 405, PROBLEM);
    row(At.WEB, "PATCH /v1/agent", 405, PROBLEM);
    row(At.WEB, "POST /v1/sd/prometheus", 405, PROBLEM);
    row(At.WEB, "GET /v1/sd", 404, PROBLEM);
    row(At.WEB, "GET /v1/sd/consul", 404, PROBLEM);
    row(At.WEB, "GET /v1/reachability?millis=0", 400, PROBLEM);
    row(At.WEB, "GET /v1/reachability?millis=60001", 400, PROBLEM);
    row(At.WEB, "POST /v1/queries/load?millis=-1", 400, PROBLEM);
    row(At.WEB, "POST /v1/queries/_hearsay.withdrawn", 400, PROBLEM);
    row(At.WEB, "POST /v1/events/" + "n".repeat(200), 400, PROBLEM);
    row(At.WEB, "POST /v1/queries/" + "n".repeat(200), 400, PROBLEM);
    sent(
        At.WEB,
        "POST /v1/events/deploy",
        "x".repeat(600),
        400,
        PROBLEM,
        "Content-Type: text/plain");
    sent(
        At.WEB, "POST /v1/queries/load", "x".repeat(600), 400, PROBLEM, "Content-Type: text/plain");
  }

  private void wrongBodies() {
    for (var path :
        List.of(
            "PUT /v1/agent/tags",
            "PUT /v1/agent/log",
            "POST /v1/agent/join",
            "POST /v1/agent/drain",
            "POST /v1/keys")) {
      sent(At.WEB, path, "", 400, PROBLEM);
      sent(At.WEB, path, "{", 400, PROBLEM);
      sent(At.WEB, path, "[]", 400, PROBLEM);
      sent(At.WEB, path, "no JSON", 400, PROBLEM);
      sent(At.WEB, path, "null", 400, PROBLEM);
      sent(At.WEB, path, "{}", 415, PROBLEM, "Content-Type: text/plain");
      sent(At.WEB, path, "{}", 415, PROBLEM, "Content-Type: application/xml");
    }
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":1}", 400, PROBLEM);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"a\":null}}", 400, PROBLEM);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"\":\"x\"}}", 400, PROBLEM);
    sent(
        At.WEB,
        "PUT /v1/agent/tags",
        "{\"set\":{\"a\":\"" + "x".repeat(600) + "\"}}",
        400,
        PROBLEM);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"delete\":\"x\"}", 400, PROBLEM);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"weight\":\"heavy\"}}", 400, PROBLEM);
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"role\":\"balancr\"}}", 400, PROBLEM);
    sent(At.WEB, "PUT /v1/agent/tags?force=x", "{\"set\":{}}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/agent/drain", "{\"onn\":true}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/agent/drain", "{\"on\":false,\"maintenance\":true}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/agent/join", "{\"seeds\":[\"a b\"]}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/agent/join", "{\"seeds\":[\"a:99999\"]}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/keys", "{\"op\":\"eat\",\"key\":\"x\"}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/keys", "{\"op\":\"install\",\"key\":\"short\"}", 400, PROBLEM);
    sent(At.WEB, "POST /v1/keys", "{\"op\":\"install\"}", 400, PROBLEM);
  }

  private void fromElsewhere() {
    var origin = "Origin: http://evil.example";
    sent(At.WEB, "PUT /v1/agent/tags", "{\"set\":{\"a\":\"b\"}}", 403, PROBLEM, origin);
    row(At.WEB, "POST /v1/agent/leave", 403, PROBLEM, origin);
    row(At.WEB, "POST /v1/agent/leave", 403, PROBLEM, "Origin: null");
    row(At.WEB_FROM_AFAR, "GET /v1/members", 200, JSON);
    row(At.WEB_FROM_AFAR, "POST /v1/agent/leave", 401, PROBLEM);
    row(At.WEB_FROM_AFAR, "POST /v1/agent/leave", 401, PROBLEM, "Authorization: Bearer wrong");
    row(At.WEB_FROM_AFAR, "POST /v1/agent/leave", 401, PROBLEM, "Authorization: Basic c2VjcmV0");
    sent(At.WEB_FROM_AFAR, "PUT /v1/agent/tags", "{}", 401, PROBLEM);
    sent(At.WEB_FROM_AFAR, "PUT /v1/agent/log", "{\"level\":\"debug\"}", 401, PROBLEM);
    sent(
        At.WEB_FROM_AFAR,
        "PUT /v1/agent/tags",
        "{\"set\":{\"a\":\"b\"}}",
        200,
        JSON,
        "Authorization: Bearer the-token-of-the-table");
    row(At.WEB_FROM_AFAR, "POST /v1/nope", 404, PROBLEM);
  }

  private void healthPort() {
    row(At.WEB_HEALTH, "GET /q/health", 200, JSON);
    row(At.WEB_HEALTH, "GET /q/health/live", 200, JSON);
    row(At.WEB_HEALTH, "GET /q/health/ready", 200, JSON);
    row(At.WEB_HEALTH, "GET /q/health/started", 200, JSON);
    row(At.WEB_HEALTH, "HEAD /q/health/live", 200, JSON);
    row(At.WEB_HEALTH, "GET /q/metrics", 200, METRICS);
    row(At.BALANCER_HEALTH, "GET /q/health/ready", 200, JSON);
    row(At.BALANCER_HEALTH, "GET /q/metrics", 200, METRICS);
  }
}
