package io.hearsay.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a script has found out and what the user asked for, in environment variables. An empty
 * variable counts as unset.
 *
 * @param values by name
 */
public record Env(Map<String, String> values) {
  /** The environment of this process. */
  public static Env ofProcess() {
    return new Env(System.getenv());
  }

  /** A variable; empty if it is unset. */
  public String text(String name) {
    return values.getOrDefault(name, "").strip();
  }

  /** A path. */
  public Path path(String name) {
    return Path.of(text(name));
  }

  /** Words, separated by blanks or commas. */
  public List<String> words(String name) {
    return Stream.of(text(name).split("[ ,]+")).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * Distinct numbers.
   *
   * @throws Failure naming the variable if a word is no number or out of bounds
   */
  public SortedSet<Integer> numbers(String name, int least, int most) {
    var numbers = new TreeSet<Integer>();
    words(name).forEach(word -> numbers.add(number(name, word, least, most)));
    return numbers;
  }

  /** The same; all numbers in the range if none is given. */
  public SortedSet<Integer> numbersOrAll(String name, int least, int most) {
    var numbers = numbers(name, least, most);
    if (numbers.isEmpty()) {
      IntStream.rangeClosed(least, most).forEach(numbers::add);
    }
    return numbers;
  }

  /** One number, as {@link #numbers}. */
  public int number(String name, int byDefault, int least, int most) {
    var given = words(name);
    if (given.size() > 1) {
      throw new Failure(name + " is one number");
    }
    return given.isEmpty() ? byDefault : number(name, given.getFirst(), least, most);
  }

  private static int number(String name, String word, int least, int most) {
    try {
      int number = Integer.parseInt(word);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below reports it.
    }
    throw new Failure(name + ": " + word + " is not a number from " + least + " to " + most);
  }
}
