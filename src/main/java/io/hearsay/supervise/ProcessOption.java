package io.hearsay.supervise;

import static io.hearsay.option.OptionTypes.DURATION;
import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import io.hearsay.supervise.ProcessSettings.Output;
import io.hearsay.text.CommandWords;
import java.time.Duration;
import java.util.List;

/** The settings of one program beside the application, as a user gives them. */
public final class ProcessOption {
  /** All settings of such a program. */
  public static final OptionGroup GROUP =
      OptionGroup.ofEach("process", "Programs beside the application");

  /** Program and arguments. */
  public static final Option<List<String>> COMMAND =
      GROUP.add(
          Option.of(
              "command",
              OptionType.of("command line, quoted as in a shell", CommandWords::split),
              "the program and its arguments; without it, the others are refused"));

  /** Whether to start it again after it has ended by itself. */
  public static final Option<RestartPolicy> RESTART =
      GROUP.add(
          Option.of(
                  "restart",
                  oneOf(RestartPolicy.values()),
                  "when it ends by itself, start it again")
              .byDefault("always"));

  /** Where its output goes. */
  public static final Option<Output> OUTPUT =
      GROUP.add(
          Option.of(
                  "output",
                  oneOf(Output.PREFIXED, Output.RAW),
                  "prefixed: each of its lines comes out with its name before it")
              .byDefault("prefixed"));

  /** Time from SIGTERM to SIGKILL. */
  public static final Option<Duration> STOP =
      GROUP.add(Option.of("stop", DURATION, "from SIGTERM to SIGKILL").byDefault("2s"));

  private ProcessOption() {}
}
