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
 * The agent as a process. At SIGTERM or SIGINT it leaves gracefully and ends with 0, or with the
 * exit code of the application if Hearsay runs it; a second signal ends it immediately; see {@link
 * Termination}. Quarkus would end with 128 plus the signal's number, which container engines
 * consider a failure. At SIGHUP the settings are read again. SIGHUP and other signals are forwarded
 * to the application.
 */
public class AgentApplication implements QuarkusApplication {
  private static final Logger LOG = Logger.getLogger("hearsay");
  private static final int FAILED = 1;

  private static final AtomicReference<AgentSettings> READ = new AtomicReference<>();

  private final Agent agent;
  private final boolean logToError;

  /** Called by the dependency injection. */
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
   * @param settings as read from the arguments, since reading them takes time
   * @param ended receives the exit code, and the failure if the start failed
   * @param args of the command line, from which to read the settings again
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

  /** Handles the signals to forward, and SIGHUP, at which the settings are read again. */
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
        // A JVM reserves some signals, such as SIGQUIT, which prints its threads; a native image
        // does not.
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
