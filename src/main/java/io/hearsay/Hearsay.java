package io.hearsay;

import io.hearsay.agent.AgentApplication;
import io.hearsay.cli.AgentArguments;
import io.hearsay.cli.CommandTree;
import io.hearsay.cli.ExitCode;
import io.hearsay.config.AgentSettings;
import io.hearsay.config.InvalidSettings;
import io.hearsay.config.Sources;
import io.hearsay.process.OwnSession;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The program. Only {@code hearsay agent} starts Quarkus; everything else is a small client. */
@QuarkusMain
public final class Hearsay {
  private Hearsay() {}

  /** Runs a command and ends with its code. */
  public static void main(String... args) {
    OwnSession.become(args).ifPresent(System::exit);
    int code =
        CommandTree.root(
                parsed -> {
                  if (parsed.hasMatchedPositional(0) && !List.of(args).contains("--")) {
                    // A misspelt option must not be run as a program.
                    System.err.println(
                        "hearsay: \""
                            + parsed.matchedPositional(0).stringValues().getFirst()
                            + "\" is no option; a command to supervise stands after --");
                    return ExitCode.USAGE;
                  }
                  return agent(AgentArguments.sources(parsed, System.getenv()), args);
                },
                args)
            .execute(args.length == 0 ? new String[] {"--help"} : args);
    System.exit(code);
  }

  private static int agent(Sources sources, String... args) {
    AgentSettings settings;
    try {
      settings = AgentArguments.settings(args);
    } catch (InvalidSettings e) {
      e.problems().forEach(problem -> System.err.println("hearsay: " + problem));
      return ExitCode.USAGE;
    }
    sources.warnings().forEach(warning -> System.err.println("hearsay: " + warning));
    sources.quarkus().forEach(System::setProperty);
    System.setProperty("quarkus.http.host", settings.http().host());
    System.setProperty("quarkus.http.port", String.valueOf(settings.http().port()));
    System.setProperty("quarkus.management.host", settings.health().host());
    System.setProperty("quarkus.management.port", String.valueOf(settings.health().port()));
    var result = new AtomicInteger();
    Quarkus.run(
        AgentApplication.class,
        (code, failure) -> {
          result.set(code);
          if (failure != null) {
            System.err.println("hearsay: " + Startup.explain(failure, settings));
            result.set(ExitCode.NO);
          }
        },
        args);
    return result.get();
  }
}
