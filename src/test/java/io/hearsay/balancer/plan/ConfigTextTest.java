package io.hearsay.balancer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigTextTest {
  private static final String[] SECTIONS = {"backend web", "backend api", "listen x", "defaults"};
  private static final String[] OTHERS = {
    "frontend web",
    "",
    "    # server a 127.0.0.1:1",
    "    balance roundrobin",
    "    server-template a 3 127.0.0.1:1",
    "    default-server check",
    // Outside any backend, and a name that is taken.
    "server a 127.0.0.1:1 weight 1",
    "    server s1 127.0.0.9:1"
  };

  private static String any(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static String server(Random random, int number) {
    return any(random, "    ", "\t", "  ")
        + "server s"
        + number
        + any(random, " ", "  ")
        + "127.0.0."
        + (1 + random.nextInt(3))
        + ":1"
        + any(random, "", " weight 1", " weight 7", " weight 1 disabled")
        + any(random, "", " check", " check inter 2s ")
        + (random.nextInt(100) == 0 ? " \"quoted\"" : "");
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      text.append(any(random, SECTIONS)).append('\n');
      for (int number = 0; number < 8; number++) {
        text.append(random.nextInt(20) == 0 ? any(random, OTHERS) : server(random, number));
        text.append('\n');
      }
    }
    return text.toString();
  }

  @Test
  void textsReadEarlierDoNotAffectTheResult() {
    int understood = 0;
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var before = Optional.<ConfigText>empty();
      for (int i = 0; i < 10; i++) {
        var text = text(random);
        var afresh = ConfigText.parse(text);
        var after = before.isPresent() ? before.get().parseNext(text) : afresh;

        assertThat(after).as("seed %d:%n%s", seed, text).isEqualTo(afresh);

        before = after.isPresent() ? after : before;
        understood += after.isPresent() ? 1 : 0;
      }
    }
    assertThat(understood).isBetween(500, 4500);
  }

  /** HAProxy itself refuses it, with a better message. */
  @Test
  void aBackendWithoutANameIsIgnored() {
    var text = ConfigText.parse("backend\n    server a 127.0.0.1:1\n").orElseThrow();

    assertThat(text.backends()).isEmpty();
    assertThat(text.frame()).hasSize(2);
  }

  @Test
  void anUnchangedServerLineIsNotParsedAgain() {
    var text = "backend web\n    server a 127.0.0.1:1 check\n    server b 127.0.0.1:2 check\n";
    var before = ConfigText.parse(text).orElseThrow();

    var after = before.parseNext(text.replace(":2", ":3")).orElseThrow();

    assertThat(after.server("web", "a").orElseThrow())
        .isSameAs(before.server("web", "a").orElseThrow());
    assertThat(after.server("web", "b").orElseThrow().address()).isEqualTo("127.0.0.1:3");
  }
}
