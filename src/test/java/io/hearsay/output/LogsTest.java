package io.hearsay.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogsTest {
  private static final Logger OURS = Logger.getLogger("hearsay.proxy");
  private static final Logger HAPROXY = Logger.getLogger("haproxy");

  private final LogLevel before = Logs.level();

  @AfterEach
  void restore() {
    Logs.level(before);
  }

  @ParameterizedTest
  @EnumSource
  void thatLevelAndAboveAreLogged(LogLevel level) {
    Logs.level(level);

    assertThat(Logs.level()).isEqualTo(level);
    for (var logger : new Logger[] {OURS, HAPROXY}) {
      assertThat(logger.isEnabled(Logger.Level.ERROR)).isTrue();
      assertThat(logger.isEnabled(Logger.Level.WARN)).isEqualTo(level != LogLevel.ERROR);
      assertThat(logger.isEnabled(Logger.Level.INFO))
          .isEqualTo(level == LogLevel.INFO || level == LogLevel.DEBUG);
      assertThat(logger.isEnabled(Logger.Level.DEBUG)).isEqualTo(level == LogLevel.DEBUG);
    }
  }
}
