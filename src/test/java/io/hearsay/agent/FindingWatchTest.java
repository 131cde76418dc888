package io.hearsay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingWatchTest {
  private static final Finding DOWN = finding("web", "web1");

  private List<Finding> now = List.of();
  private final List<String> told = new ArrayList<>();
  private final FindingWatch watch =
      new FindingWatch(
          () -> now,
          event -> {
            var f = (AgentEvent.FindingEvent) event;
            told.add(f.type() + " " + f.finding().subject());
          });

  private static Finding finding(String service, String text) {
    return new Finding(Finding.Kind.ALL_DOWN, service, text, "");
  }

  private void look(Finding... findings) {
    now = List.of(findings);
    watch.look();
  }

  @Test
  void aLastingFindingIsReportedOnceAndSoIsItsEnd() {
    look(DOWN);
    assertThat(told).isEmpty();
    look(DOWN);
    look(finding("web", "another text of the same"));
    assertThat(told).containsExactly("finding web");
    assertThat(watch.current()).containsExactly(finding("web", "another text of the same"));
    look();
    look();
    assertThat(told).containsExactly("finding web", "finding-over web");
    assertThat(watch.current()).isEmpty();
  }

  @Test
  void aFindingThatIsGoneAtTheNextLookIsNotReported() {
    look(DOWN);
    look();
    look(DOWN, finding("api", "x"));
    look(finding("api", "x"));
    assertThat(told).containsExactly("finding api");
  }
}
