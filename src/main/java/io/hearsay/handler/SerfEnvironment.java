package io.hearsay.handler;

import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.UserEvent;
import io.hearsay.text.VisibleText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A script's environment variables and standard input, as Serf's event handlers have them. Each
 * variable {@code SERF_X} also exists as {@code HEARSAY_X}. Values come from other members, so
 * scripts must quote them.
 */
final class SerfEnvironment {
  /** Bounds a list, since the operating system allows 128 KiB per variable. */
  private static final int MAX_WORDS = 1000;

  private SerfEnvironment() {}

  /** The variables to add to the agent's own. */
  static Map<String, String> environment(HandlerEvent happening, Member self) {
    var variables = new TreeMap<String, String>();
    put(variables, "EVENT", happening.type());
    put(variables, "SELF_NAME", self.name());
    put(variables, "SELF_ROLE", self.tags().role());
    self.tags().asMap().forEach((key, value) -> put(variables, "TAG_" + variable(key), value));
    switch (happening) {
      case HandlerEvent.Members m -> words(variables, m.members());
      case HandlerEvent.User u -> named(variables, "USER_EVENT", "USER_LTIME", u.event());
      case HandlerEvent.Query q -> named(variables, "QUERY_NAME", "QUERY_LTIME", q.query());
    }
    return variables;
  }

  /**
   * Adds variables that Serf does not have: lists with a word per member, in the order of the lines
   * of input.
   */
  private static void words(Map<String, String> variables, List<Member> members) {
    if (members.size() <= MAX_WORDS) {
      variables.put(
          "HEARSAY_MEMBER_HEALTH",
          members.stream()
              .map(m -> m.healthy() ? "passing" : "failing")
              .collect(Collectors.joining(" ")));
      variables.put(
          "HEARSAY_MEMBER_MODE",
          members.stream().map(m -> m.mode().text()).collect(Collectors.joining(" ")));
    }
  }

  private static void named(
      Map<String, String> variables, String name, String number, UserEvent event) {
    put(variables, name, VisibleText.field(event.name()));
    put(variables, number, Long.toString(event.time()));
  }

  private static void put(Map<String, String> variables, String name, String value) {
    // Variables cannot contain zero bytes.
    var clean = value.replace("\0", "");
    variables.put("SERF_" + name, clean);
    variables.put("HEARSAY_" + name, clean);
  }

  private static String variable(String tag) {
    return tag.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }

  /** The standard input: one line per member, or the payload followed by a line break. */
  static Payload input(HandlerEvent happening) {
    return switch (happening) {
      case HandlerEvent.Members m ->
          Payload.of(m.members().stream().map(SerfEnvironment::line).collect(Collectors.joining()));
      case HandlerEvent.User u -> payload(u.event().payload());
      case HandlerEvent.Query q -> payload(q.query().payload());
    };
  }

  private static Payload payload(Payload given) {
    var bytes = given.toBytes();
    if (bytes.length == 0 || bytes[bytes.length - 1] == '\n') {
      return given;
    }
    var ended = Arrays.copyOf(bytes, bytes.length + 1);
    ended[bytes.length] = '\n';
    return Payload.of(ended);
  }

  private static String line(Member member) {
    var tags =
        member.tags().asMap().entrySet().stream()
            .map(e -> list(e.getKey()).replace("=", "\\=") + "=" + list(e.getValue()))
            .collect(Collectors.joining(","));
    return String.join(
            "\t",
            VisibleText.field(member.name()),
            member.address().getHostAddress(),
            VisibleText.field(member.tags().role()),
            tags)
        + "\n";
  }

  /**
   * Escapes text for a list of tags. Serf leaves commas, and '=' in a key, as they are, so that one
   * tag could pass for another.
   */
  private static String list(String text) {
    return VisibleText.field(text).replace(",", "\\,");
  }
}
