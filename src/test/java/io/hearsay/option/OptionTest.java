package io.hearsay.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTest {
  private enum Colour {
    RED,
    DARK_BLUE
  }

  private static final OptionGroup GROUP = OptionGroup.of("Tests");
  private static final Option<Duration> TIME =
      GROUP.addForTemplates(
          Option.of("a.long-time", OptionTypes.DURATION, "a time").byDefault("5s"));
  private static final Option<List<Integer>> NUMBERS =
      GROUP.add(
          Option.of("numbers", OptionType.listOf(OptionTypes.number(1, 9)), "numbers").flag("N"));
  private static final Option<String> TEXT =
      GROUP.add(Option.of("text", OptionTypes.TEXT, "a text"));

  /** What is wrong with a text; empty if nothing is. */
  private static String wrong(OptionType<?> type, String text) {
    var wrong = new ArrayList<String>();
    var value = type.read(List.of(text), (given, what) -> wrong.add(given + ": " + what));
    assertThat(value.isPresent()).isEqualTo(wrong.isEmpty());
    return String.join("\n", wrong);
  }

  @Test
  void theNamesOfAnOptionDeriveFromItsKey() {
    assertThat(TIME.property()).isEqualTo("hearsay.a.long-time");
    assertThat(TIME.variable()).isEqualTo("HEARSAY_A_LONG_TIME");
    assertThat(TIME.field()).isEqualTo("longTime");
    assertThat(TIME.flag()).isEmpty();
    assertThat(TIME.shown()).isEqualTo("hearsay.a.long-time");
    assertThat(NUMBERS.flag()).isEqualTo("--numbers");
    assertThat(NUMBERS.shown()).isEqualTo("--numbers");
  }

  @Test
  void defaultsAreValidAndAListWithoutOneIsEmpty() {
    var defaults = GROUP.defaults();

    assertThat(defaults.get(TIME)).isEqualTo(Duration.ofSeconds(5));
    assertThat(defaults.get(NUMBERS)).isEmpty();
    assertThat(defaults.find(TEXT)).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> defaults.get(TEXT))
        .withMessageContaining("hearsay.text");
  }

  @Test
  void aChangedValueAffectsNeitherOthersNorTheOriginal() {
    var defaults = GROUP.defaults();

    var changed = defaults.with(TEXT, "secret");

    assertThat(changed.get(TEXT)).isEqualTo("secret");
    assertThat(changed.get(TIME)).isEqualTo(defaults.get(TIME));
    assertThat(defaults.find(TEXT)).isEmpty();
    assertThat(changed).isNotEqualTo(defaults).isEqualTo(GROUP.defaults().with(TEXT, "secret"));
    assertThat(changed.toString()).doesNotContain("secret");
  }

  @Test
  void onlyOptionsForTemplatesHaveAField() {
    assertThat(GROUP.templated("longTime")).isEqualTo(Optional.of(TIME));
    assertThat(GROUP.templated("text")).isEmpty();
    assertThat(GROUP.options()).isEqualTo(List.of(TIME, NUMBERS, TEXT));
  }

  @Test
  void wrongEntriesOfAListAreReportedOneByOneAndLeftOut() {
    var wrong = new ArrayList<String>();

    var values = NUMBERS.type().read(NUMBERS.type().split("1, x,,9,10"), (t, w) -> wrong.add(t));

    assertThat(values).contains(List.of(1, 9));
    assertThat(wrong).containsExactly("x", "10");
  }

  @ParameterizedTest
  @CsvSource({"1,true", "9,true", "0,false", "10,false", "-1,false", "01,false", "1.5,false"})
  void aNumberHasBothItsBounds(String text, boolean fits) {
    assertThat(wrong(OptionTypes.number(1, 9), text))
        .isEqualTo(fits ? "" : text + ": it takes a number from 1 to 9");
  }

  @Test
  void aChoiceIsWrittenInSmallLettersWithDashes() {
    var type = OptionTypes.oneOf(Colour.values());

    assertThat(type.read("dark-blue")).contains(Colour.DARK_BLUE);
    assertThat(type.name()).isEqualTo("`red`, `dark-blue`");
    assertThat(wrong(type, "DARK_BLUE")).endsWith("there are red and dark-blue");
  }

  @ParameterizedTest
  @CsvSource({"0s,PT0S", "500ms,PT0.5S", "90s,PT1M30S", "2m,PT2M"})
  void timesHaveThreeUnits(String text, Duration time) {
    assertThat(OptionTypes.duration(text)).isEqualTo(time);
    assertThat(wrong(OptionTypes.POSITIVE_DURATION, text).isEmpty()).isEqualTo(!time.isZero());
  }

  @ParameterizedTest
  @CsvSource({"5", "5 s", "-1s", "1h", "9999999999s"})
  void otherTimesAreRefused(String text) {
    assertThat(wrong(OptionTypes.DURATION, text)).contains("500ms, 5s or 1m");
  }
}
