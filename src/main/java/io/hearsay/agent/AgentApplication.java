package io.hearsay.agent;

import io.hearsay.cli.AgentArguments;
import io.hearsay.config.AgentSettings;
import io.hearsay.config.InvalidSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * The agent as a process. SIGTERM and SIGINT: leave in good order and end with 0, or with the code
 * of the application if that is our child; a second one ends at once. Quarkus would end with 128 +
 * the signal's number, which container engines take for a failure. SIGHUP: the settings are read
 * again. That and other signals are handed on to the application.
 */
public class AgentApplication implements QuarkusApplication {
  private static final Logger LOG = Logger.getLogger("hearsay");
  private static final int FAILED = 1;
  private static final int SIGNALLED = 128;

  private final Agent agent;

  /** Made by the container. */
  @Inject
  public AgentApplication(Agent agent) {
    this.agent = agent;
  }

  @Override
  public int run(String... args) {
    var end = new CountDownLatch(1);
    catchEnd(end);
    try {
      var settings = AgentArguments.settings(args);
      agent.start(settings);
      catchOthers(settings, args);
      agent.leaveRequested().thenRun(end::countDown);
      agent.appOver().thenRun(end::countDown);
      var placeLost = agent.placeLost().thenRun(end::countDown).toCompletableFuture();
      end.await();
      int code = agent.stop();
      return placeLost.isDone() ? FAILED : code;
    } catch (InvalidSettings e) {
      e.problems().forEach(LOG::error);
      return 2;
    } catch (Agent.StartFailed e) {
      LOG.error(e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } finally {
      Quarkus.asyncExit();
    }
  }

  private void catchEnd(CountDownLatch end) {
    var signals = new AtomicInteger();
    for (var name : List.of("TERM", "INT")) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (signals.getAndIncrement() > 0) {
              agent.kill();
              Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
            }
            end.countDown();
          });
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
      agent.reread(AgentArguments.settings(args));
    } catch (InvalidSettings e) {
      e.problems().forEach(problem -> LOG.errorf("%s; the old settings stay", problem));
    }
  }
}
