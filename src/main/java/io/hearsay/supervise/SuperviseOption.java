package io.hearsay.supervise;

import static io.hearsay.option.OptionTypes.DURATION;
import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings of an application that Hearsay runs, as a user gives them. */
public final class SuperviseOption {
  /** All of these settings. */
  public static final OptionGroup GROUP = OptionGroup.of("The application as a child");

  private static final Pattern SIGNAL = Pattern.compile("[A-Z][A-Z0-9]{1,9}");

  /** Signals that have a meaning of their own here or cannot be caught. */
  private static final Set<String> NOT_FORWARDED = Set.of("TERM", "INT", "KILL", "STOP", "CHLD");

  /** Whether to start it again after it has ended by itself. */
  public static final Option<RestartPolicy> RESTART =
      GROUP.add(
          Option.of(
                  "supervise.restart",
                  oneOf(RestartPolicy.values()),
                  "when the application ends by itself, start it again: no, on-failure or always")
              .byDefault("no"));

  /** Time within which it must become healthy; 0: no limit. */
  public static final Option<Duration> START =
      GROUP.add(
          Option.of(
                  "supervise.start",
                  DURATION,
                  "the application must be well in that time, or it is stopped and counts as failed;"
                      + " 0s: no limit")
              .byDefault("0s"));

  /** Time from SIGTERM to SIGKILL. */
  public static final Option<Duration> STOP =
      GROUP.add(
          Option.of("supervise.stop", DURATION, "from SIGTERM to SIGKILL, for the application")
              .byDefault("5s"));

  /** Signals that are forwarded to it, without SIG. */
  public static final Option<List<String>> SIGNALS =
      GROUP.add(
          Option.of(
                  "supervise.signals",
                  OptionType.listOf(OptionType.of("signal", SuperviseOption::signal)),
                  "signals that are handed on to the application")
              .byDefault("HUP,QUIT,USR1,USR2,WINCH"));

  private SuperviseOption() {}

  private static String signal(String text) {
    var name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    if (!SIGNAL.matcher(name).matches() || NOT_FORWARDED.contains(name)) {
      throw new IllegalArgumentException(
          "it takes names of signals such as HUP, USR1 or WINCH; SIGTERM and SIGINT always drain and stop");
    }
    return name;
  }
}
