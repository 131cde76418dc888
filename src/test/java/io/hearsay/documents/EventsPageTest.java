package io.hearsay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.agent.AgentEvent;
import io.hearsay.finding.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference of events has all of them, and no other. */
class EventsPageTest {
  private static final Pattern ENTRY = Pattern.compile("(?m)^`([a-z-]+)`::");

  @Test
  void everyTypeAndEveryKindOfFindingIsExplained() throws Exception {
    var expected = new TreeSet<>(AgentEvent.TYPES);
    Arrays.stream(Finding.Kind.values()).map(Finding.Kind::label).forEach(expected::add);
    expected.add("gap");

    assertThat(
            ENTRY
                .matcher(Files.readString(Path.of("docs/reference/events.adoc")))
                .results()
                .map(entry -> entry.group(1)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
