package io.hearsay.option;

import java.util.Optional;

/**
 * One setting, declared once: its name, type, default and description. Reading settings, {@code
 * --help}, the suggestions for misspelt names and {@code docs/configuration.adoc} are all derived
 * from this declaration.
 *
 * <p>It is set by {@code --flag}, by {@code HEARSAY_*} in the environment or by {@code hearsay.*}
 * in the file that {@code --config} names. The first of these that is present wins; otherwise the
 * default applies.
 *
 * @param <T> the type of its value
 */
public final class Option<T> {
  private static final String FIRST_VERSION = "0.1.0";

  /** The argument of a switch's flag: none, or {@code =false}. */
  private static final String NOTHING = "[=false]";

  /** The texts for the help and the reference. */
  private record Wording(String argument, String help, String otherwise, String since) {}

  private final String key;
  private final OptionType<T> type;
  private final String byDefault;
  private final String example;
  private final Wording wording;

  private Option(
      String key, OptionType<T> type, String byDefault, String example, Wording wording) {
    this.key = key;
    this.type = type;
    this.byDefault = byDefault;
    this.example = example;
    this.wording = wording;
  }

  /**
   * A setting without a flag or a default.
   *
   * @param key its name in the file, without {@code hearsay.} and the prefix of its group
   * @param help what it is for, in one line, without the default
   */
  public static <T> Option<T> of(String key, OptionType<T> type, String help) {
    return new Option<>(key, type, "", "", new Wording("", help, "", FIRST_VERSION));
  }

  /**
   * The same option with a flag on the command line, {@code --KEY}.
   *
   * @param argument what the flag takes, as the help shows it
   */
  public Option<T> flag(String argument) {
    return worded(new Wording(argument, wording.help, wording.otherwise, wording.since));
  }

  /** The same option with a flag that takes no argument: on its own it means {@code true}. */
  public Option<T> switchFlag() {
    return flag(NOTHING);
  }

  /** The same option with a default, as a user would write it. */
  public Option<T> byDefault(String text) {
    return new Option<>(key, type, text, example, wording);
  }

  /**
   * The same option with a description of what applies if it is not set and has no fixed default.
   */
  public Option<T> otherwise(String words) {
    return worded(new Wording(wording.argument, wording.help, words, wording.since));
  }

  /** The same option, available since that version of Hearsay. */
  public Option<T> since(String version) {
    return worded(new Wording(wording.argument, wording.help, wording.otherwise, version));
  }

  /** The same option with an example: a value other than the default, as a user would write it. */
  public Option<T> example(String text) {
    return new Option<>(key, type, byDefault, text, wording);
  }

  private Option<T> worded(Wording other) {
    return new Option<>(key, type, byDefault, example, other);
  }

  /** Its name in the file, without {@code hearsay.} and the prefix of its group. */
  public String key() {
    return key;
  }

  /** What it takes. */
  public OptionType<T> type() {
    return type;
  }

  /** Its flag including the dashes; empty if there is none. */
  public String flag() {
    return wording.argument.isEmpty() ? "" : "--" + key;
  }

  /** Whether its flag takes no argument. */
  public boolean isSwitch() {
    return wording.argument.equals(NOTHING);
  }

  /** What the flag takes, as the help shows it. */
  public String argument() {
    return wording.argument;
  }

  /** What it is for, in one line. */
  public String help() {
    return wording.help;
  }

  /** The default as a user would write it; empty if there is none. */
  public String byDefault() {
    return byDefault;
  }

  /** What applies if it is not set, in words; empty if nothing does. */
  public String otherwise() {
    return wording.otherwise;
  }

  /** A value other than the default; empty if none was declared. */
  public String example() {
    return example;
  }

  /** The first version of Hearsay that has it. */
  public String since() {
    return wording.since;
  }

  /** Its environment variable, for an option that does not belong to a named thing. */
  public String variable() {
    return "HEARSAY_" + Variable.of(key);
  }

  /** Its name in the file, for an option that does not belong to a named thing. */
  public String property() {
    return "hearsay." + key;
  }

  /** The name that messages use: the flag, or the name in the file if there is no flag. */
  public String shown() {
    return flag().isEmpty() ? property() : flag();
  }

  /**
   * Its name in templates, without the group: {@code timeout-connect} becomes {@code
   * timeoutConnect}.
   */
  public String field() {
    var name = new StringBuilder();
    boolean capital = false;
    for (char c : key.substring(key.lastIndexOf('.') + 1).toCharArray()) {
      name.append(capital ? Character.toUpperCase(c) : c == '-' ? "" : c);
      capital = c == '-';
    }
    return name.toString();
  }

  /**
   * The default as a value, if there is one; for a list without a declared default, the empty list.
   */
  Optional<T> fallback() {
    return byDefault.isEmpty() ? type.none() : type.read(byDefault);
  }

  @Override
  public String toString() {
    return property();
  }
}
