package io.hearsay.cli;

import io.hearsay.config.Suggestions;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints errors of command lines that cannot be parsed: one line with what is wrong and a
 * suggestion, and one that refers to the help. The whole help would push both out of sight.
 */
final class UsageMessages implements IParameterExceptionHandler {
  private static final int MOST = 3;

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    var line = failure.getCommandLine();
    var message = failure.getMessage();
    line.getErr()
        .println(
            "hearsay: "
                + Character.toLowerCase(message.charAt(0))
                + message.substring(1)
                + meant(failure));
    line.getErr().println("hearsay: see " + line.getCommandSpec().qualifiedName(" ") + " --help");
    return ExitCode.USAGE;
  }

  private static String meant(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    // picocli's suggestions include all names of an option and its parameters.
    var names =
        unmatched.getSuggestions().stream()
            .limit(MOST)
            .map(UsageMessages::first)
            .distinct()
            .toList();
    if (!names.isEmpty()) {
      return "; did you mean " + String.join(" or ", names) + "?";
    }
    // With a value attached it would resemble no option.
    var written = unmatched.getUnmatched().getFirst();
    int equals = written.indexOf('=');
    return equals > 0 && written.startsWith("-")
        ? Suggestions.hint(
            written.substring(0, equals),
            failure.getCommandLine().getCommandSpec().optionsMap().keySet())
        : "";
  }

  private static String first(String suggestion) {
    return List.of(suggestion.split("[ ,=\\[]+")).stream()
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toList())
        .getFirst();
  }

  /** Uses these messages for a command line. */
  static void addTo(CommandLine line) {
    line.setParameterExceptionHandler(new UsageMessages());
  }
}
