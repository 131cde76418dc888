package io.hearsay.handler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A script and what it is called for, in Serf's syntax: {@code TYPE[,TYPE…]=SCRIPT}, where a type
 * is {@code member-join}, {@code member-leave}, {@code member-failed}, {@code member-update},
 * {@code member-reap}, {@code user[:NAME]}, {@code query[:NAME]} or {@code *}; {@code SCRIPT} alone
 * is called for everything.
 *
 * @param script for {@code /bin/sh -c}
 */
public record HandlerSpec(List<Filter> filters, String script) {
  private static final Set<String> TYPES =
      Set.of(
          "*",
          "member-join",
          "member-leave",
          "member-failed",
          "member-update",
          "member-reap",
          "user",
          "query");

  /**
   * Part of a filter.
   *
   * @param type an event's type or {@code *}
   * @param name of a user's event or a query; empty: any
   */
  public record Filter(String type, String name) {
    private boolean takes(HandlerEvent happening) {
      return type.equals("*")
          || (type.equals(happening.type())
              && (name.isEmpty()
                  || switch (happening) {
                    case HandlerEvent.Members m -> true;
                    case HandlerEvent.User u -> name.equals(u.event().name());
                    case HandlerEvent.Query q -> name.equals(q.query().name());
                  }));
    }
  }

  /**
   * Reads one handler.
   *
   * @throws IllegalArgumentException if it names a type that there is not, or no script
   */
  public static HandlerSpec parse(String text) {
    int equals = text.indexOf('=');
    var types = equals < 0 ? "*" : text.substring(0, equals);
    var script = text.substring(equals + 1).trim();
    if (script.isEmpty()) {
      throw new IllegalArgumentException("there is no script after '='");
    }
    var filters = new ArrayList<Filter>();
    for (var type : Arrays.stream(types.split(",", -1)).map(String::trim).toList()) {
      filters.add(filter(type));
    }
    return new HandlerSpec(List.copyOf(filters), script);
  }

  private static Filter filter(String text) {
    int colon = text.indexOf(':');
    var type = colon < 0 ? text : text.substring(0, colon);
    var name = colon < 0 ? "" : text.substring(colon + 1);
    boolean named = type.equals("user") || type.equals("query");
    if (!TYPES.contains(type) || (colon >= 0 && (!named || name.isEmpty()))) {
      throw new IllegalArgumentException(
          "there is no event \""
              + text
              + "\"; there are member-join, member-leave, member-failed, member-update,"
              + " member-reap, user[:NAME], query[:NAME] and *");
    }
    return new Filter(type, name);
  }

  boolean takes(HandlerEvent happening) {
    return filters.stream().anyMatch(f -> f.takes(happening));
  }
}
