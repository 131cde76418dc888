package io.hearsay.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The type of a setting: its description for the reference, and the parser that turns what a user
 * wrote into a value or says what is wrong with it.
 *
 * @param <T> the type of the value
 */
public final class OptionType<T> {
  /** Turns texts into a value; reports those that are invalid, with the reason. */
  private interface Reader<T> {
    Optional<T> read(List<String> texts, BiConsumer<String, String> wrong);
  }

  /** What separates several values in one text. */
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
   * A type with a single value.
   *
   * @param name describes what it takes, for the reference
   * @param parser throws {@link IllegalArgumentException}, whose message says what is wrong and
   *     what is accepted
   */
  public static <T> OptionType<T> of(String name, Function<String, T> parser) {
    return new OptionType<>(
        name,
        Separator.NONE,
        Optional.empty(),
        (texts, wrong) -> parse(parser, texts.getLast(), wrong));
  }

  /**
   * The same for a secret, which messages never show.
   *
   * @param parser throws {@link IllegalArgumentException}, whose message says what is wrong without
   *     the value
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
   * Several values: the flag may be given more than once; in the environment and the file they are
   * separated by commas. Invalid elements are left out and reported one by one.
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
   * A list whose elements may contain commas: in the environment and the file, each is on a line of
   * its own.
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

  /** Describes what it takes, for the reference. */
  public String name() {
    return name;
  }

  /** Whether it takes several values. */
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
   * Parses what was given.
   *
   * @param texts not empty
   * @param wrong receives each invalid text and what is wrong with it
   */
  public Optional<T> read(List<String> texts, BiConsumer<String, String> wrong) {
    return reader.read(texts, wrong);
  }

  /** Parses a text that is part of the program, such as a default. */
  Optional<T> read(String text) {
    return reader.read(
        split(text),
        (value, what) -> {
          throw new IllegalStateException(value + ": " + what);
        });
  }

  /** The value when nothing is given: for a list, the empty list. */
  Optional<T> none() {
    return none;
  }
}
