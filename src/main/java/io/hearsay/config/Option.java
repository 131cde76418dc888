package io.hearsay.config;

import java.util.Optional;

/**
 * One setting of the agent, however it is given: {@code --flag}, {@code HEARSAY_*} in the
 * environment, {@code hearsay.*} in the file of {@code --config}, or its default. In that order the
 * first one counts.
 *
 * @param key in the file, without {@code hearsay.}
 * @param flag on the command line, with the dashes; empty: there is none
 * @param argument what the flag takes, for the help
 * @param byDefault the value if none is given; empty: none
 * @param many whether it may be given several times; in the environment and the file, commas
 *     separate
 * @param help in one line
 */
public record Option(
    String key, String flag, String argument, String byDefault, boolean many, String help) {

  /** The name in the environment. */
  public String variable() {
    return "HEARSAY_" + Variable.of(key);
  }

  /** The name in the file. */
  public String property() {
    return "hearsay." + key;
  }

  /** The default, if there is one. */
  public Optional<String> fallback() {
    return byDefault.isEmpty() ? Optional.empty() : Optional.of(byDefault);
  }
}
