package io.hearsay.config;

import java.util.List;

/** Settings that cannot be used; tells of all problems at once. Holds no secret. */
public final class InvalidSettings extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidSettings(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** One line each: the option, where its value came from, what is wrong, what to do. */
  public List<String> problems() {
    return problems;
  }
}
