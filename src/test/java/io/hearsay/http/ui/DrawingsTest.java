package io.hearsay.http.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often pages are rendered, however many readers ask. */
class DrawingsTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger drawn = new AtomicInteger();
  private final Drawings drawings = new Drawings(now::get);

  private Drawing get(String key, Pulse pulse) {
    return drawings
        .get(key, pulse, () -> Drawing.Sheet.ok("page " + drawn.incrementAndGet()))
        .orElseThrow();
  }

  @Test
  void anUnchangedPageIsDrawnOnceForAllReaders() {
    var pulse = new Pulse(1, 1, 1);
    var first = get("", pulse);
    for (int i = 0; i < 100; i++) {
      assertThat(get("", pulse)).isSameAs(first);
    }
    assertThat(drawn.get()).isEqualTo(1);
  }

  @Test
  void withConstantReadersAPageIsDrawnOnceASecond() {
    for (int i = 0; i < 6000; i++) {
      now.addAndGet(10);
      // Events never stop, and the figures change too.
      get("", new Pulse(i, i, i));
    }
    assertThat(drawn.get()).isBetween(55, 65);
  }

  @Test
  void newsIsDrawnImmediatelyAndFiguresOnceASecond() {
    long look = 0;
    for (int i = 0; i < 20; i++) {
      now.addAndGet(1000);
      get("", new Pulse(0, 0, ++look));
    }
    assertThat(drawn.get()).isEqualTo(20);
    now.addAndGet(10);
    get("", new Pulse(1, 0, look));
    now.addAndGet(10);
    get("", new Pulse(2, 0, look));
    assertThat(drawn.get()).isEqualTo(22);
  }

  @Test
  void tooManyDifferentPagesAreRefused() {
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      refused +=
          drawings.get("f" + i, new Pulse(1, 1, 1), () -> Drawing.Sheet.ok("x")).isEmpty() ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(80);
    assertThat(get("", new Pulse(1, 1, 1))).isNotNull();
  }

  private static Drawing drawing(String html) {
    return Drawing.of(new Pulse(1, 1, 1), Drawing.Sheet.ok(html), 0);
  }

  @Test
  void pagesThatDifferOnlyInTheTimeHaveTheSameEntityTag() {
    var a =
        "<time data-now=\"1\" datetime=\"1\">1</time><b>x</b><time data-ago datetime=\"7\">5 s</time>";
    var b =
        "<time data-now=\"2\" datetime=\"2\">2</time><b>x</b><time data-ago datetime=\"7\">6 s</time>";
    var c =
        "<time data-now=\"2\" datetime=\"2\">2</time><b>y</b><time data-ago datetime=\"7\">6 s</time>";
    assertThat(drawing(a).tag()).isEqualTo(drawing(b).tag());
    assertThat(drawing(a).tag()).isNotEqualTo(drawing(c).tag());
    assertThat(new String(drawing(a).plain(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(a);
  }
}
