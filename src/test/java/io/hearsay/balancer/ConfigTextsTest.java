package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.MemberStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which texts of the configuration an operator can compare. */
class ConfigTextsTest {
  @TempDir Path dir;
  @AutoClose private TestBalancer test;

  @Test
  void theLastChangeAndARefusedTextAreKept() throws Exception {
    test = new TestBalancer(dir);
    int port = test.web("one");
    test.template("{#include built-in}{/include}\n").start();
    test.balancer.submit(Views.of(Views.web("web1", port)));
    test.awaitApplied();
    test.apply(Views.of(Views.web("web1", port), Views.web("web2", port)));
    var change = test.balancer.texts().change().orElseThrow();
    assertThat(change.before()).contains("server web1 ").doesNotContain("server web2 ");
    assertThat(change.after()).contains("server web2 ").isEqualTo(test.file());
    assertThat(test.balancer.catalog().names()).containsExactlyInAnyOrder("web1", "web2");

    var template = test.settings.template().orElseThrow();
    Files.writeString(
        template, "{#include built-in}{/include}\nbackend broken\n    no-such-keyword\n");
    test.awaitStatus(s -> s.lastError().isPresent());
    var refused = test.balancer.texts().refused().orElseThrow();
    assertThat(refused.text()).contains("no-such-keyword");
    assertThat(refused.error()).contains("unknown keyword 'no-such-keyword'");
    assertThat(test.balancer.texts().change()).contains(change);

    Files.writeString(template, "{#include built-in}{/include}\n# mended\n");
    test.awaitStatus(s -> s.lastError().isEmpty());
    await().until(() -> test.balancer.texts().refused().isEmpty());
  }

  @Test
  void anEqualTextIsNoChangeAndAnOverlongTextIsNotKept() {
    var change = ConfigTexts.NONE.runs(Optional.of("a"), Optional.of("b"));
    assertThat(change.change()).contains(new ConfigTexts.Change("a", "b"));
    assertThat(change.runs(Optional.of("b"), Optional.of("b"))).isSameAs(change);
    assertThat(change.runs(Optional.of("b"), Optional.empty())).isSameAs(change);
    var far = Optional.of("x".repeat(ConfigTexts.MAX_CHARACTERS + 1));
    assertThat(change.runs(Optional.of("b"), far).change()).isEmpty();
    assertThat(ConfigTexts.NONE.refused(far.get(), "no").refused()).isEmpty();
  }

  @Test
  void aDrainedMemberIsSeenAsOneChangedLine() throws Exception {
    test = new TestBalancer(dir);
    int port = test.web("one");
    test.start();
    test.balancer.submit(Views.of(Views.web("web1", port)));
    test.awaitApplied();
    test.apply(Views.of(Views.web("web1", port, MemberStatus.ALIVE, Map.of("weight", "7"))));
    var change = test.balancer.texts().change().orElseThrow();
    var before = change.before().lines().toList();
    assertThat(change.after().lines().filter(l -> !before.contains(l)).map(String::trim).toList())
        .singleElement()
        .asString()
        .startsWith("server web1 ")
        .contains("weight 7");
  }
}
