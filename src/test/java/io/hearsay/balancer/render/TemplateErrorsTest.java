package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.DryRun;
import io.hearsay.balancer.TestBalancer;
import io.hearsay.balancer.Traffic;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.render.TemplateSlips.Slip;
import io.hearsay.membership.ClusterView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes in a template, from a missing socket line to nested loops. {@code check} refuses each
 * with file and line and says what to write; so does an agent, whose HAProxy is not affected.
 */
class TemplateErrorsTest {
  static List<Slip> slips() {
    return TemplateSlips.all();
  }

  @TempDir Path dir;
  private TestBalancer test;
  private ClusterView view;

  @BeforeEach
  void prepare() throws Exception {
    test = new TestBalancer(dir);
    test.template(TemplateSlips.template());
    view = Views.of(Views.web("web1", test.web("one")));
  }

  private static void assertTold(String message, Slip slip, Path file) {
    assertThat(message).contains(file.getFileName().toString());
    if (slip.line() > 0) {
      assertThat(message)
          .startsWith("template error in ")
          .contains(file.getFileName() + ", line " + slip.line() + ":");
    }
    assertThat(message).contains(slip.words());
  }

  @ParameterizedTest
  @MethodSource("slips")
  void checkRefusesItWithFileAndLineAndSaysWhatToWrite(Slip slip) throws Exception {
    test.template(slip.of());
    var preview = new DryRun(test.settings);
    var before = usedHeap();

    String message;
    try {
      message = preview.check(preview.render(view, Optional.empty())).orElse("HAProxy takes it");
    } catch (ApplyException e) {
      message = e.getMessage();
    }

    assertTold(message, slip, test.settings.template().orElseThrow());
    assertThat(usedHeap() - before).isLessThan(64L << 20);
  }

  private static long usedHeap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void theGoodTemplateIsAccepted() throws Exception {
    var preview = new DryRun(test.settings);

    assertThat(preview.check(preview.render(view, Optional.empty()))).isEmpty();
  }

  /** Each mistake in turn, under traffic. */
  @Test
  void anAgentRefusesThemAndItsClientsDoNotNotice() throws Exception {
    test.start().balancer.submit(view);
    var first = test.awaitApplied();
    var file = test.settings.template().orElseThrow();
    try (var traffic = new Traffic(test.port)) {
      for (var slip : slips()) {
        Files.writeString(file, slip.of());

        var refused = test.awaitStatus(s -> s.lastError().isPresent());

        assertTold(refused.lastError().get(), slip, file);
        assertThat(refused.pid()).as(slip.name()).isEqualTo(first.pid());
        assertThat(refused.answering()).isTrue();
        Files.writeString(file, TemplateSlips.template());
        test.awaitStatus(s -> s.lastError().isEmpty());
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> test.haproxies().size() == 1);
      assertThat(test.balancer.status().reloads()).isEqualTo(1);
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    } finally {
      test.close();
    }
  }
}
