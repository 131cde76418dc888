package io.hearsay.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Waits until an agent that was asked to leave has ended. */
final class Leaving {
  /** Maximum wait, far above any {@code hearsay.stop.total}, within which an agent ends. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final long PAUSE_MILLIS = 20;

  private Leaving() {}

  /**
   * Waits for the end of the agent. Blocks.
   *
   * @param answer of the agent, with the identity of its process
   * @return whether it has ended
   */
  static boolean await(AgentClient agent, JsonObject answer) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    boolean here = agent.address().startsWith("127.") || agent.address().startsWith("[::1]");
    long pid = here ? answer.getLong("pid", 0L) : 0;
    try {
      while (System.nanoTime() < deadline) {
        if (!answers(agent) && !lives(pid)) {
          return true;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static boolean answers(AgentClient agent) {
    try {
      var unused = agent.get("/v1/agent/log");
      return true;
    } catch (Unreachable e) {
      return false;
    }
  }

  private static boolean lives(long pid) {
    return pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
