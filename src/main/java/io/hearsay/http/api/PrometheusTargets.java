package io.hearsay.http.api;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Members as targets of Prometheus' HTTP service discovery: one target per member, with labels
 * {@code __meta_hearsay_*} for relabelling.
 *
 * <p>Failed members are targets as well while they are remembered, since Prometheus should notice
 * that a target does not answer. Members that have left are not.
 *
 * <p>Names and tags come from other hosts. In a tag's name, characters that are invalid in a
 * label's name become {@code _}; if two names are the same then, the first counts. Values keep
 * their text, with invisible characters escaped. Their number is bounded by {@link
 * io.hearsay.membership.Tags#MAX_BYTES}.
 */
final class PrometheusTargets {
  /** The tag with the port of a member's metrics. */
  static final String PORT_TAG = "metrics-port";

  private static final String PREFIX = "__meta_hearsay_";
  private static final Pattern NOT_OF_LABELS = Pattern.compile("[^a-zA-Z0-9_]");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final int MAX_PORT = 0xffff;

  private PrometheusTargets() {}

  /**
   * The targets, in the order of the members; {@code port} is the port of members without the tag.
   */
  static JsonArray of(List<Member> members, int port) {
    var targets = new JsonArray();
    members.stream()
        .filter(m -> m.status() != MemberStatus.LEFT)
        .forEach(m -> targets.add(target(m, port)));
    return targets;
  }

  private static JsonObject target(Member member, int otherwise) {
    var host = member.address().getHostAddress().replaceFirst("%.*", "");
    int port = member.tags().get(PORT_TAG).map(PrometheusTargets::port).orElse(0);
    return new JsonObject()
        .put(
            "targets",
            new JsonArray().add(new HostPort(host, port == 0 ? otherwise : port).toString()))
        .put("labels", new JsonObject(labels(member, host)));
  }

  /** Parses a port; 0 if it is invalid. */
  private static int port(String text) {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return port <= MAX_PORT ? port : 0;
  }

  private static Map<String, Object> labels(Member member, String host) {
    var labels = new TreeMap<String, Object>();
    labels.put(PREFIX + "name", VisibleText.text(member.name()));
    labels.put(PREFIX + "address", host);
    labels.put(PREFIX + "status", member.status().text());
    labels.put(PREFIX + "role", VisibleText.text(member.tags().role()));
    member
        .tags()
        .asMap()
        .forEach(
            (key, value) ->
                labels.putIfAbsent(
                    PREFIX + "tag_" + NOT_OF_LABELS.matcher(key).replaceAll("_"),
                    VisibleText.text(value)));
    return labels;
  }
}
