package io.hearsay.handler;

import io.hearsay.option.OptionTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A script and the events it is called for, in Serf's syntax: {@code TYPE[,TYPE…]=SCRIPT}, where a
 * type is {@code member-join}, {@code member-leave}, {@code member-failed}, {@code member-update},
 * {@code member-reap}, {@code user[:NAME]}, {@code query[:NAME]} or {@code *}; {@code SCRIPT} alone
 * is called for everything. Extensions to Serf are the type {@value #HEALTH}, which has to be given
 * explicitly, and the words {@code parallel} and {@code coalesce=TIME} among the types.
 *
 * @param script for {@code /bin/sh -c}
 */
public record HandlerSpec(List<Filter> filters, String script, Manner manner) {
  /** The type for a change of a member's health or mode, which Serf does not have. */
  public static final String HEALTH = "member-health";

  private static final String ALL = "*";
  private static final String PARALLEL = "parallel";
  private static final String COALESCE = "coalesce=";

  private static final Set<String> TYPES =
      Set.of(
          ALL,
          "member-join",
          "member-leave",
          "member-failed",
          "member-update",
          "member-reap",
          HEALTH,
          "user",
          "query");

  /** Detects two handlers in one line, which would otherwise be one with an unintended script. */
  private static final Pattern ANOTHER =
      Pattern.compile(",(\\*|member-[a-z]+|user(:[^=,\\s]+)?|query(:[^=,\\s]+)?)(,[^=\\s]*)?=");

  /**
   * How it is called.
   *
   * @param parallel whether it runs beside other scripts; otherwise they run one after another, in
   *     the order of events
   * @param coalesce the period over which events are gathered, if at all; see {@link Coalescer}
   */
  public record Manner(boolean parallel, Optional<Duration> coalesce) {
    /** In order, without delay. */
    public static final Manner PLAIN = new Manner(false, Optional.empty());
  }

  /**
   * Part of a filter.
   *
   * @param type a type of events, or {@code *}
   * @param name of a user event or query; empty: any
   */
  public record Filter(String type, String name) {
    private boolean takes(HandlerEvent happening) {
      if (type.equals(ALL)) {
        // Scripts written for Serf do not know this type.
        return !happening.type().equals(HEALTH);
      }
      return type.equals(happening.type())
          && (name.isEmpty()
              || switch (happening) {
                case HandlerEvent.Members m -> true;
                case HandlerEvent.User u -> name.equals(u.event().name());
                case HandlerEvent.Query q -> name.equals(q.query().name());
              });
    }
  }

  /**
   * Parses one handler.
   *
   * @throws IllegalArgumentException if it has an unknown type or no script
   */
  public static HandlerSpec parse(String text) {
    var filters = new ArrayList<Filter>();
    boolean parallel = false;
    var coalesce = Optional.<Duration>empty();
    int at = 0;
    int end = text.indexOf('=');
    while (end >= 0) {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      boolean timed = text.startsWith(COALESCE, at);
      end = wordEnd(text, timed ? at + COALESCE.length() : at);
      var word = text.substring(at, end).trim();
      if (timed) {
        coalesce = Optional.of(time(word.substring(COALESCE.length())));
      } else if (word.equals(PARALLEL)) {
        parallel = true;
      } else {
        filters.add(filter(word));
      }
      at = end + 1;
      if (end == text.length() || text.charAt(end) == '=') {
        break;
      }
    }
    var script = text.substring(Math.min(at, text.length())).trim();
    check(script);
    return new HandlerSpec(
        filters.isEmpty() ? List.of(new Filter(ALL, "")) : List.copyOf(filters),
        script,
        new Manner(parallel, coalesce));
  }

  /** The same handler, called in another manner. */
  public HandlerSpec with(Manner other) {
    return new HandlerSpec(filters, script, other);
  }

  private static int wordEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == ',' || text.charAt(i) == '=') {
        return i;
      }
    }
    return text.length();
  }

  private static void check(String script) {
    if (script.isEmpty()) {
      throw new IllegalArgumentException("there is no script after '='");
    }
    if (ANOTHER.matcher(script).find()) {
      throw new IllegalArgumentException(
          "there is another handler in it: each stands in a line of its own, or in an"
              + " --event-handler of its own");
    }
  }

  private static Duration time(String text) {
    var time = OptionTypes.duration(text);
    if (time.isZero() || time.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("coalesce takes 1ms to 1m");
    }
    return time;
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
              + " member-reap, member-health, user[:NAME], query[:NAME] and *, and with them the"
              + " words parallel and coalesce=TIME");
    }
    return new Filter(type, name);
  }

  boolean takes(HandlerEvent happening) {
    return filters.stream().anyMatch(f -> f.takes(happening));
  }
}
