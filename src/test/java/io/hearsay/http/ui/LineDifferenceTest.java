package io.hearsay.http.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.ConfigTexts;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The differences between two texts, and which of them are shown. */
class LineDifferenceTest {
  private static String text(String letters) {
    return letters.chars().mapToObj(Character::toString).collect(Collectors.joining("\n"));
  }

  private static String difference(String before, String after) {
    return LineDifference.of(text(before), text(after)).stream()
        .map(l -> (l.sign() == ' ' ? "" : String.valueOf(l.sign())) + l.text())
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({
    "abc,abc,abc",
    "abc,abd,ab-c+d",
    "abc,axc,a-b+xc",
    "abc,ac,a-bc",
    "ac,abc,a+bc",
    "abcabba,cbabac,-a-bc+babb-b-a+a+c",
  })
  void theShortestDifferenceIsFound(String before, String after, String expected) {
    var found = difference(before, after);
    long edits = found.chars().filter(c -> c == '+' || c == '-').count();
    long wanted = expected.chars().filter(c -> c == '+' || c == '-').count();
    assertThat(edits).isLessThanOrEqualTo(wanted);
    assertThat(applied(before, after)).isTrue();
  }

  /**
   * Whether the kept and added lines give the new text, and the kept and removed lines the old one.
   */
  private static boolean applied(String before, String after) {
    var lines = LineDifference.of(text(before), text(after));
    return side(lines, '-').equals(before) && side(lines, '+').equals(after);
  }

  private static String side(List<LineDifference.Line> lines, char sign) {
    return lines.stream()
        .filter(l -> l.sign() == ' ' || l.sign() == sign)
        .map(LineDifference.Line::text)
        .collect(Collectors.joining());
  }

  @Test
  void theDifferenceLeadsFromAnyTextToAnyOther() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      var before = letters(random);
      var after = letters(random);
      assertThat(applied(before, after)).as(before + " -> " + after).isTrue();
    }
  }

  private static String letters(Random random) {
    return random
        .ints(random.nextInt(12), 'a', 'e')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  @Test
  void textsWithLittleInCommonAreReplacedAsAWhole() {
    int lines = LineDifference.MOST_EDITS;
    var before = IntStream.range(0, lines).mapToObj(i -> "a" + i).collect(Collectors.joining("\n"));
    var after = IntStream.range(0, lines).mapToObj(i -> "b" + i).collect(Collectors.joining("\n"));
    assertThat(LineDifference.of("x\n" + before, "x\n" + after)).hasSize(2 * lines + 1);
  }

  @Test
  void linesAreNumberedByTheirOwnText() {
    assertThat(LineDifference.of("a\nb\nc", "a\nc\nd"))
        .containsExactly(
            new LineDifference.Line(' ', 1, "a"),
            new LineDifference.Line('-', 2, "b"),
            new LineDifference.Line(' ', 2, "c"),
            new LineDifference.Line('+', 3, "d"));
  }

  @Test
  void aChangeIsShownBelowItsSection() {
    var panel =
        TextPanel.of(
            new ConfigTexts.Change(
                "global\n  a\nbackend web\n  server web1 weight 100\n  server web2\n",
                "global\n  a\nbackend web\n  server web1 weight 0\n  server web2\n"));
    assertThat(panel.lines().stream().map(l -> l.sign() + l.text()))
        .containsExactly("@backend web", "-  server web1 weight 100", "+  server web1 weight 0");
    assertThat(panel.counts()).isEqualTo("+1 −1 lines");
  }

  @Test
  void aLongChangeIsShortened() {
    var many =
        IntStream.range(0, 500).mapToObj(i -> "  server s" + i).collect(Collectors.joining("\n"));
    var panel = TextPanel.of(new ConfigTexts.Change("backend web\n", "backend web\n" + many));
    assertThat(panel.lines()).hasSize(TextPanel.MOST_LINES);
    assertThat(panel.more()).isEqualTo(500 - TextPanel.MOST_LINES + 1);
  }

  @Test
  void aRefusedTextIsShownWithTheErrorsOfItsLines() {
    var panel =
        TextPanel.of(
            new ConfigTexts.Refused(
                "global\n  a\n  b\nfrontend f\n  bnid :80\n  c\n  d\n  e\n",
                "HAProxy refuses the configuration: config : parsing [/etc/haproxy/haproxy.cfg:5] :"
                    + " unknown keyword 'bnid' in 'frontend' section; mend the template"));
    assertThat(panel.lines()).extracting(TextPanel.Line::number).containsExactly(3, 4, 5, 6, 7);
    assertThat(panel.lines().get(2).sign()).isEqualTo('!');
    assertThat(panel.lines().get(2).note())
        .isEqualTo("unknown keyword 'bnid' in 'frontend' section");
  }

  @Test
  void anErrorThatNamesNoLineShowsNone() {
    assertThat(TextPanel.of(new ConfigTexts.Refused("a\n", "it is [x:99] and [y:0]")).lines())
        .isEmpty();
  }
}
