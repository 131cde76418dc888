package io.hearsay.config;

import java.util.List;

/** The settings are invalid; reports all problems together. Contains no secrets. */
public final class InvalidSettings extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidSettings(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /**
   * The problems, one line each: the option, where its value came from, what is wrong, what to do.
   */
  public List<String> problems() {
    return problems;
  }
}
