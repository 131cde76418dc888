package io.hearsay;

import io.hearsay.agent.AgentApplication;
import io.hearsay.agent.Termination;
import io.hearsay.cli.AgentArguments;
import io.hearsay.cli.CommandTree;
import io.hearsay.cli.ExitCode;
import io.hearsay.cli.SerfCompat;
import io.hearsay.config.AgentSettings;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.HostName;
import io.hearsay.config.InvalidSettings;
import io.hearsay.output.Outlets;
import io.hearsay.process.ImageStart;
import io.hearsay.process.OwnSession;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The main class. Only {@code hearsay agent} starts Quarkus; all other commands are small clients.
 */
@QuarkusMain
public final class Hearsay {
  /** Quarkus' exit code for a signal is this plus the signal's number. */
  private static final int SIGNALLED = 128;

  /** How long to wait for pending output at the end. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private Hearsay() {}

  /** Runs a command and exits with its code. */
  public static void main(String... given) {
    ImageStart.run();
    OwnSession.become(given).ifPresent(System::exit);
    HostName.tellLogging();
    var serf = SerfCompat.of(System.out, System.err, given);
    serf.filter(outcome -> outcome.arguments().isEmpty())
        .ifPresent(outcome -> System.exit(outcome.code()));
    var args = serf.flatMap(SerfCompat.Outcome::arguments).orElse(given);
    int code =
        CommandTree.root(
                parsed -> {
                  if (parsed.hasMatchedPositional(0) && !List.of(args).contains("--")) {
                    // A misspelt option must not be run as a command to supervise.
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
    Outlets.drain(LAST_WORDS);
    System.exit(code);
  }

  private static int agent(ConfigSources sources, String... args) {
    Outlets.install();
    var termination = Termination.ofProcess();
    termination.catchSignals();
    termination.ignoreHangup();
    AgentSettings settings;
    try {
      settings = AgentArguments.settings(sources);
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
    var main = Thread.currentThread();
    AgentApplication.launch(
        settings,
        (code, failure) -> {
          if (code > SIGNALLED && !Thread.currentThread().equals(main)) {
            // A native Quarkus handles the signals from its start on, and reports them here.
            termination.signalled(code - SIGNALLED);
            return;
          }
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
