package io.hearsay.agent;

import io.hearsay.cli.AgentArguments;
import io.hearsay.config.InvalidSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * The agent as a process. SIGTERM and SIGINT: leave in good order and end with 0; a second one ends
 * at once. Quarkus would end with 128 + the signal's number, which container engines take for a
 * failure.
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
    var signals = new AtomicInteger();
    for (var name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (signals.getAndIncrement() > 0) {
              Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
            }
            end.countDown();
          });
    }
    try {
      agent.start(AgentArguments.settings(args));
      agent.leaveRequested().thenRun(end::countDown);
      end.await();
      agent.stop();
      return 0;
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
}
