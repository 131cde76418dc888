package io.hearsay.dist;

import java.util.List;

/**
 * An option of a verb.
 *
 * @param names with their dashes, the long one last; an option has one or two
 * @param argument what it takes, for people; empty: nothing
 * @param value what it takes, for completions
 * @param repeatable whether it may be given several times
 * @param description in one line, without a full stop
 */
record Flag(
    List<String> names, String argument, Value value, boolean repeatable, String description) {
  Flag {
    names = List.copyOf(names);
  }

  /** The name that it is known by. */
  String name() {
    return names.getLast();
  }

  /** Whether it takes no value. */
  boolean isSwitch() {
    return argument.isEmpty();
  }
}
