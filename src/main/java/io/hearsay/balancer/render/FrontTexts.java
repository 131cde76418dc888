package io.hearsay.balancer.render;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.ClientOption.Requests;
import io.hearsay.balancer.model.FrontOption;
import java.nio.file.Files;
import java.util.List;

/** Texts of the built-in template that depend on the settings of the frontends. */
final class FrontTexts {
  /** The status codes for which HAProxy accepts an error file. */
  private static final List<Integer> CODES =
      List.of(400, 401, 403, 404, 405, 407, 408, 410, 413, 425, 429, 500, 501, 502, 503, 504);

  private static final String JSON =
      "{\"time\":\"%[date,utime(%Y-%m-%dT%H:%M:%SZ)]\",\"client\":\"%ci\",\"frontend\":\"%f\","
          + "\"backend\":\"%b\",\"server\":\"%s\",\"bytes\":%B,";
  private static final String JSON_HTTP =
      "\"millis\":\"%Ta\",\"end\":\"%tsc\",\"status\":%ST,\"method\":\"%[capture.req.method]\","
          + "\"uri\":\"%[capture.req.uri,json(utf8s)]\"}";
  private static final String JSON_TCP = "\"millis\":\"%Tt\",\"end\":\"%ts\"}";

  private final BalancerSettings settings;

  FrontTexts(BalancerSettings settings) {
    this.settings = settings;
  }

  /** What follows the word {@code log}; empty if nothing is logged. */
  String log() {
    var to = settings.get(FrontOption.LOG_TO);
    var level = requests() == Requests.OFF ? "notice" : "info";
    return switch (to) {
      case "none" -> "";
      case "stdout" ->
          "stdout format " + (requests() == Requests.JSON ? "raw" : "rfc5424") + " local0 " + level;
      default -> to + " local0 " + level;
    };
  }

  private Requests requests() {
    return settings.get(FrontOption.LOG_REQUESTS);
  }

  /** The line that enables the logging of requests; empty if they are not logged. */
  String requestLog() {
    return switch (requests()) {
      case OFF -> "";
      case HTTP -> "option httplog";
      case JSON -> "log-format '" + JSON + JSON_HTTP + "'";
    };
  }

  /** The line that enables the logging of connections. */
  String connectionLog() {
    return switch (requests()) {
      case OFF -> "";
      case HTTP -> "option tcplog";
      case JSON -> "log-format '" + JSON + JSON_TCP + "'";
    };
  }

  /** What follows the word {@code errorfile}, for each file that exists. */
  List<String> errorFiles() {
    return settings
        .find(FrontOption.ERROR_FILES)
        .map(
            directory ->
                CODES.stream()
                    .filter(code -> Files.isRegularFile(directory.resolve(code + ".http")))
                    .map(code -> code + " " + directory.resolve(code + ".http"))
                    .toList())
        .orElse(List.of());
  }

  /** The user and the password's hash; empty if the page is open to everybody. */
  List<String> statsLogin() {
    return settings
        .find(FrontOption.STATS_LOGIN)
        .map(login -> List.of(login.split(":", 2)))
        .orElse(List.of());
  }

  /** The further addresses of the common frontend. */
  List<String> moreFrontends() {
    return settings.get(FrontOption.MORE_FRONTENDS).stream().map(Everywhere::bind).toList();
  }
}
