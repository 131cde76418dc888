package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.HostPort;
import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;
import org.junit.jupiter.api.Test;

/** Why Quarkus did not start, in one line; with a real port that is taken: {@link EndingIT}. */
class StartupTest {
  private static final HostPort HTTP = new HostPort("127.0.0.1", 7373);
  private static final HostPort HEALTH = new HostPort("0.0.0.0", 7374);

  @Test
  void theAddressThatIsTakenIsNamedWithItsOptionAndTheOtherIsNot() {
    assertThat(explain(new QuarkusBindException("127.0.0.1", 7373, new BindException("in use"))))
        .contains("--http 127.0.0.1:7373")
        .doesNotContain("--health");
    assertThat(explain(new BindException("in use")))
        .contains("--health 0.0.0.0:7374: in use")
        .doesNotContain("--http");
  }

  @Test
  void whatIsNotAboutAPortIsToldAsItIs() {
    assertThat(Startup.explain(new IllegalStateException("no"), HTTP, HEALTH))
        .isEqualTo("cannot start: java.lang.IllegalStateException: no");
  }

  private static String explain(Exception cause) {
    return Startup.explain(new RuntimeException(cause), HTTP, HEALTH);
  }
}
