package io.hearsay.agent;

import io.hearsay.cli.AgentArguments;
import io.hearsay.config.AgentSettings;
import io.hearsay.config.InvalidSettings;
import io.hearsay.output.Logs;
import io.hearsay.output.Outlets;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * The agent as a process. SIGTERM and SIGINT: leave in good order and end with 0, or with the code
 * of the application if that is our child; a second one ends at once; see {@link Termination}.
 * Quarkus would end with 128 + the signal's number, which container engines take for a failure.
 * SIGHUP: the settings are read again. That and other signals are handed on to the application.
 */
public class AgentApplication implements QuarkusApplication {
  private static final Logger LOG = Logger.getLogger("hearsay");
  private static final int FAILED = 1;

  private static final AtomicReference<AgentSettings> READ = new AtomicReference<>();

  private final Agent agent;
  private final boolean logToError;

  /** Made by the container. */
  @Inject
  public AgentApplication(
      Agent agent,
      @ConfigProperty(name = "quarkus.log.console.stderr", defaultValue = "false")
          boolean logToError) {
    this.agent = agent;
    this.logToError = logToError;
  }

  /**
   * Runs the agent within Quarkus until it ends.
   *
   * @param settings as they were read from the arguments, which takes a while, and not twice
   * @param ended gets the exit code, and what the start failed of
   * @param args those of the command line, for when the settings are to be read again
   */
  public static void launch(
      AgentSettings settings, BiConsumer<Integer, Throwable> ended, String... args) {
    READ.set(settings);
    Quarkus.run(AgentApplication.class, ended, args);
  }

  @Override
  public int run(String... args) {
    Outlets.takeLog(logToError);
    try {
      int code = life(Termination.ofProcess(), args);
      Termination.ofProcess().done(code);
      return code;
    } finally {
      Quarkus.asyncExit();
    }
  }

  private int life(Termination termination, String... args) {
    var end = new CountDownLatch(1);
    agent.leaveRequested().thenRun(end::countDown);
    agent.appOver().thenRun(end::countDown);
    try {
      var settings = READ.getAndSet(null);
      Logs.apply(settings.log(), settings.cluster().name());
      termination.begin(agent.termination(settings));
      agent.start(settings);
      catchOthers(settings, args);
      var placeLost = agent.placeLost().thenRun(end::countDown).toCompletableFuture();
      end.await();
      termination.stopping();
      int code = agent.stop();
      return placeLost.isDone() ? FAILED : code;
    } catch (Agent.StartFailed e) {
      LOG.error(e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /** SIGHUP is ours as well: it asks for the settings to be read again. */
  private void catchOthers(AgentSettings settings, String... args) {
    var names = new TreeSet<>(settings.supervise().signals());
    if (settings.supervise().app().isEmpty()) {
      names.clear();
    }
    names.add("HUP");
    for (var name : names) {
      try {
        Signal.handle(new Signal(name), signal -> caught(name, args));
      } catch (IllegalArgumentException e) {
        // The JVM keeps some for itself: SIGQUIT prints its threads. A native image does not.
        LOG.debugf("SIG%s is not handed on: %s", name, e.getMessage());
      }
    }
  }

  private void caught(String name, String... args) {
    if (name.equals("HUP")) {
      reread(args);
    }
    agent.signalApp(name);
  }

  private void reread(String... args) {
    LOG.info("SIGHUP: the settings are read again");
    try {
      var settings = AgentArguments.settings(args);
      Logs.level(settings.log().level());
      agent.reread(settings);
    } catch (InvalidSettings e) {
      e.problems().forEach(problem -> LOG.errorf("%s; the old settings stay", problem));
    }
  }
}
