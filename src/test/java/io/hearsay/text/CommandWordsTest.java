package io.hearsay.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {
  @Test
  void whiteSpaceSeparates() {
    assertThat(CommandWords.split("  tail  -F\t/var/log/x "))
        .containsExactly("tail", "-F", "/var/log/x");
  }

  @Test
  void quotesKeepTogetherAndMayBeEmpty() {
    assertThat(CommandWords.split("a 'b c' \"d e\" f'g 'h ''"))
        .containsExactly("a", "b c", "d e", "fg h", "");
  }

  @Test
  void aBackslashTakesTheNextCharacterButNotBetweenSingleQuotes() {
    assertThat(CommandWords.split("a\\ b \"say \\\"x\\\"\" 'c\\d'"))
        .containsExactly("a b", "say \"x\"", "c\\d");
  }

  @Test
  void nothingIsExpanded() {
    assertThat(CommandWords.split("echo $HOME *.txt `id` a|b"))
        .containsExactly("echo", "$HOME", "*.txt", "`id`", "a|b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a 'b", "a \"b", "a\\", "'' x"})
  void anInvalidCommandIsRefused(String line) {
    assertThatThrownBy(() -> CommandWords.split(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
