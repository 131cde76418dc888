package io.hearsay.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What a setting takes: words for the reference, and the reader that turns what a user wrote into a
 * value or says what is wrong with it.
 *
 * @param <T> the type of the value
 */
public final class OptionType<T> {
  /** Turns texts into a value; hands on those that are none, with what is wrong. */
  private interface Reader<T> {
    Optional<T> read(List<String> texts, BiConsumer<String, String> wrong);
  }

  /** What stands between several values in one text. */
  private enum Separator {
    NONE("\0"),
    COMMAS(","),
    LINES("\n");

    private final String text;

    Separator(String text) {
      this.text = text;
    }
  }

  private final String name;
  private final Separator separator;
  private final Optional<T> none;
  private final Reader<T> reader;

  private OptionType(String name, Separator separator, Optional<T> none, Reader<T> reader) {
    this.name = name;
    this.separator = separator;
    this.none = none;
    this.reader = reader;
  }

  /**
   * A type of single values.
   *
   * @param name what it takes, for the reference
   * @param parser throws {@link IllegalArgumentException} with what is wrong and what it takes
   */
  public static <T> OptionType<T> of(String name, Function<String, T> parser) {
    return new OptionType<>(
        name,
        Separator.NONE,
        Optional.empty(),
        (texts, wrong) -> parse(parser, texts.getLast(), wrong));
  }

  /**
   * The same for a secret, which no message shows.
   *
   * @param parser throws {@link IllegalArgumentException} with what is wrong, without the value
   */
  public static <T> OptionType<T> secret(String name, Function<String, T> parser) {
    return new OptionType<>(
        name,
        Separator.NONE,
        Optional.empty(),
        (texts, wrong) ->
            parse(parser, texts.getLast(), (text, problem) -> wrong.accept("…", problem)));
  }

  /**
   * Several values: a flag may be given more than once; in the environment and the file, commas
   * separate them. Those that are wrong are left out, and told one by one.
   */
  public static <E> OptionType<List<E>> listOf(OptionType<E> element) {
    return new OptionType<>(
        "list of " + element.name,
        Separator.COMMAS,
        Optional.of(List.of()),
        (texts, wrong) -> {
          var values = new ArrayList<E>();
          texts.forEach(text -> element.reader.read(List.of(text), wrong).ifPresent(values::add));
          return Optional.of(List.copyOf(values));
        });
  }

  /**
   * The same where an element may have commas: in the environment and the file, each stands in a
   * line of its own.
   */
  public static <E> OptionType<List<E>> linesOf(OptionType<E> element) {
    var list = listOf(element);
    return new OptionType<>("lines of " + element.name, Separator.LINES, list.none, list.reader);
  }

  private static <T> Optional<T> parse(
      Function<String, T> parser, String text, BiConsumer<String, String> wrong) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      wrong.accept(text, e.getMessage());
      return Optional.empty();
    }
  }

  /** What it takes, for the reference. */
  public String name() {
    return name;
  }

  /** Whether it may be given several times. */
  public boolean many() {
    return separator != Separator.NONE;
  }

  /** The parts of a text that may hold several values. */
  public List<String> split(String text) {
    return many()
        ? Arrays.stream(text.split(separator.text, -1))
            .map(String::trim)
            .filter(s -> !s.isEmpty())
            .toList()
        : List.of(text.trim());
  }

  /**
   * The value of what was given.
   *
   * @param texts not empty
   * @param wrong gets each text that is no value, and what is wrong with it
   */
  public Optional<T> read(List<String> texts, BiConsumer<String, String> wrong) {
    return reader.read(texts, wrong);
  }

  /** The value of a text of our own, such as a default. */
  Optional<T> read(String text) {
    return reader.read(
        split(text),
        (value, what) -> {
          throw new IllegalStateException(value + ": " + what);
        });
  }

  /** What there is when nothing is given: of a list, no element. */
  Optional<T> none() {
    return none;
  }
}
