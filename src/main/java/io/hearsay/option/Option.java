package io.hearsay.option;

import java.util.Optional;

/**
 * One setting, declared once: its name, what it takes, its default and what is said about it. The
 * reader of settings, {@code --help}, the suggestions for misspelt names and {@code
 * docs/configuration.adoc} are all made from this declaration.
 *
 * <p>It is given as {@code --flag}, as {@code HEARSAY_*} in the environment or as {@code hearsay.*}
 * in the file of {@code --config}; in that order the first one counts, then the default.
 *
 * @param <T> the type of its value
 */
public final class Option<T> {
  private static final String FIRST_VERSION = "0.1.0";

  /** What the flag of a switch takes: nothing, or {@code =false}. */
  private static final String NOTHING = "[=false]";

  /** What stands in help and reference. */
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
   * @param help what it is for, in one line, without its default
   */
  public static <T> Option<T> of(String key, OptionType<T> type, String help) {
    return new Option<>(key, type, "", "", new Wording("", help, "", FIRST_VERSION));
  }

  /**
   * The same with a flag on the command line, {@code --KEY}.
   *
   * @param argument what the flag takes, for the help
   */
  public Option<T> flag(String argument) {
    return worded(new Wording(argument, wording.help, wording.otherwise, wording.since));
  }

  /** The same with a flag that takes no argument: it alone says {@code true}. */
  public Option<T> switchFlag() {
    return flag(NOTHING);
  }

  /** The same with a default, as a user would write it. */
  public Option<T> byDefault(String text) {
    return new Option<>(key, type, text, example, wording);
  }

  /** The same with words for what counts if nothing is given and there is no fixed default. */
  public Option<T> otherwise(String words) {
    return worded(new Wording(wording.argument, wording.help, words, wording.since));
  }

  /** The same, known since that version of Hearsay. */
  public Option<T> since(String version) {
    return worded(new Wording(wording.argument, wording.help, wording.otherwise, version));
  }

  /** The same with a value that differs from the default, as a user would write it. */
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

  /** Its flag with the dashes; empty: there is none. */
  public String flag() {
    return wording.argument.isEmpty() ? "" : "--" + key;
  }

  /** Whether its flag takes no argument. */
  public boolean isSwitch() {
    return wording.argument.equals(NOTHING);
  }

  /** What the flag takes, for the help. */
  public String argument() {
    return wording.argument;
  }

  /** What it is for, in one line. */
  public String help() {
    return wording.help;
  }

  /** The default as a user would write it; empty: there is none. */
  public String byDefault() {
    return byDefault;
  }

  /** What counts if nothing is given, in words; empty: nothing. */
  public String otherwise() {
    return wording.otherwise;
  }

  /** A value that differs from the default; empty: none was declared. */
  public String example() {
    return example;
  }

  /** The version of Hearsay that has it first. */
  public String since() {
    return wording.since;
  }

  /** The name in the environment, for an option that belongs to no named thing. */
  public String variable() {
    return "HEARSAY_" + Variable.of(key);
  }

  /** The name in the file, for an option that belongs to no named thing. */
  public String property() {
    return "hearsay." + key;
  }

  /** The name that a message uses: the flag, or the name in the file if there is no flag. */
  public String shown() {
    return flag().isEmpty() ? property() : flag();
  }

  /**
   * The name in templates: {@code timeout-connect} is {@code timeoutConnect}, without its group.
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

  /** The default as a value, if there is one: for a list that none is given for, no element. */
  Optional<T> fallback() {
    return byDefault.isEmpty() ? type.none() : type.read(byDefault);
  }

  @Override
  public String toString() {
    return property();
  }
}
