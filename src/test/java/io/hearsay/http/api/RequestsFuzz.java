package io.hearsay.http.api;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.Tags;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What callers of the API send and our own code parses: bodies, parameters, seeds, tags, and the
 * headers that say where a page comes from. The first byte selects one. Vert.x parses the rest of
 * HTTP.
 */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class RequestsFuzz {
  private static final Set<String> FIELDS =
      Set.of("set", "delete", "seeds", "on", "wait", "maintenance", "op", "key");

  /** The answer to a mistake holds little of what the caller sent. */
  private static final int MAX_MESSAGE = 600;

  private static final Pattern OURS =
      Pattern.compile("(localhost|agent\\.test|[0-9.]+|\\[[0-9A-Fa-f:.]+(%[^\\]@/]+)?])(:[0-9]*)?");

  private RequestsFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "requests",
        RequestsFuzz.class,
        RequestsFuzz::fuzzerTestOneInput,
        Target.bytes(
            "\0{\"set\":{\"colour\":\"blue\",\"port\":\"3000\"},\"delete\":[\"zone\",\"a\"]}",
            "\0{\"seeds\":[\"10.0.0.1:7946\",\"[fd00::1]:7946\",\"web\"]}",
            "\0{\"on\":true,\"wait\":false,\"maintenance\":true}",
            "\0{\"op\":\"install\",\"key\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\"}",
            "\0[1,2.5e3,null,{\"set\":{\"a\":{}}}]",
            "\0012000",
            "\001true",
            "\002web:7946",
            "\002[fd00::1%eth0]:80",
            "\003127.0.0.1:7373",
            "\003localhost:7373",
            "\003[::1]:7373",
            "\003agent.test",
            "\003evil.test:80",
            "\003evil@127.0.0.1:7373",
            "\004http://127.0.0.1:7373",
            "\004https://evil.test",
            "\004//127.0.0.1:7373",
            "\004null"),
        Target.bytes(
            "\"set\":",
            "\"delete\":[",
            "\"on\":",
            "{\"",
            "\\u0000",
            "\\ud800",
            "/*",
            "localhost",
            "127.0.0.1",
            "@",
            "[::1]",
            "evil.test",
            "%25",
            "http://",
            "\u0661"),
        1);
  }

  /** A mistake is answered with 400 and a clean text; what is accepted equals what was sent. */
  public static void fuzzerTestOneInput(byte[] input) {
    var text = Target.rest(input);
    try {
      switch (Target.kind(input, 5)) {
        case 0 -> body(text);
        case 1 -> parameters(text);
        case 2 -> hostPort(text);
        case 3 -> host(text);
        default -> origin(text);
      }
    } catch (IllegalArgumentException e) {
      told(e.getMessage());
    }
  }

  private static void told(String message) {
    hold(message != null, "a mistake without a word");
    hold(message.length() <= MAX_MESSAGE, "the answer is long: " + message.length());
    var answer = new JsonObject(Problem.json(400, "Bad Request", message));
    hold(message.equals(answer.getString("detail")), "the answer does not tell it");
    hold(
        message.codePoints().noneMatch(Character::isISOControl),
        "a control character in the answer");
  }

  private static void body(String text) {
    var body = JsonBody.of(text, "{…}", FIELDS);
    JsonObject same;
    try {
      same = new JsonObject(text);
    } catch (DecodeException e) {
      throw new AssertionError("no JSON to another reader", e);
    }
    for (var field : FIELDS) {
      hold(body.has(field) == same.containsKey(field), field + ": there or not");
    }
    for (var field : List.of("on", "wait", "maintenance")) {
      if (same.getValue(field) instanceof Boolean value) {
        hold(body.flag(field) == value, field + " is another");
      }
    }
    if (same.getValue("seeds") instanceof JsonArray seeds) {
      hold(body.texts("seeds").equals(seeds.getList()), "other seeds");
      body.texts("seeds").forEach(RequestsFuzz::hostPort);
    }
    if (same.getValue("set") instanceof JsonObject set) {
      hold(body.textsByName("set").equals(set.getMap()), "other tags");
      Map<String, String> tags = body.textsByName("set");
      hold(Tags.of(tags).asMap().equals(tags), "other tags");
    }
    body.flagOrNot("on");
    body.text("op");
    body.texts("delete");
  }

  private static void parameters(String text) {
    try {
      long millis = QueryLimit.of(text, 2000).toMillis();
      hold(millis >= 1 && millis <= 60_000, "it would wait for " + millis + " ms");
    } catch (IllegalArgumentException e) {
      told(e.getMessage());
    }
    hold(Parameters.flag("prune", text) == text.equals("true"), "it is not what was meant");
  }

  private static void hostPort(String text) {
    var parsed = HostPort.parse(text, 7946);
    hold(parsed.port() >= 0 && parsed.port() <= 0xffff, "port " + parsed.port());
    hold(!parsed.host().isEmpty(), "no host");
    hold(parsed.host().chars().noneMatch(c -> c <= ' ' || c == '/'), "host " + parsed.host());
    hold(HostPort.parse(parsed.toString(), 1).equals(parsed), parsed + " is read as another");
  }

  private static void host(String text) {
    if (AccessFilter.isOurs(text, Optional.of("agent.test"))) {
      hold(OURS.matcher(text).matches(), text + " may be anybody's");
    }
  }

  private static void origin(String text) {
    if (!AccessFilter.crossOrigin(text, "127.0.0.1:7373")) {
      hold(text.matches("[A-Za-z][A-Za-z0-9+.-]*://127\\.0\\.0\\.1:7373([/?#].*)?"), text);
      hold(AccessFilter.isNumericOrLocal(URI.create(text).getHost()), text);
    }
  }
}
