package io.hearsay.config;

import static io.hearsay.option.OptionTypes.DURATION;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import java.time.Duration;

/** The time limits of a stop, as a user gives them. */
public final class StopOption {
  /** All settings of a stop. */
  public static final OptionGroup GROUP = OptionGroup.of("Stop");

  /** Limit for the balancers' confirmation. */
  public static final Option<Duration> DRAIN =
      GROUP.add(
          Option.of(
                  "stop.drain",
                  DURATION,
                  "how long to wait until all balancers have confirmed that they drain")
              .byDefault("2s"));

  /** Limit for requests under way. */
  public static final Option<Duration> CONNECTIONS =
      GROUP.add(
          Option.of(
                  "stop.connections",
                  DURATION,
                  "how long to wait, after that, until the balancers have no request under way here")
              .byDefault("5s"));

  /** Limit for the whole stop. */
  public static final Option<Duration> TOTAL =
      GROUP.add(
          Option.of(
                  "stop.total",
                  DURATION,
                  "the whole way from SIGTERM to the end; what has not ended by then is killed")
              .byDefault("8s"));

  private StopOption() {}
}
