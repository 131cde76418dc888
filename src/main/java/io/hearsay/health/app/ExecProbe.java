package io.hearsay.health.app;

import io.hearsay.supervise.ShortRun;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** Runs a program, on a worker; at the limit it is killed with all that it started. */
final class ExecProbe implements Probe {
  private final Vertx vertx;
  private final List<String> command;
  private final Duration timeout;

  ExecProbe(Vertx vertx, CheckTarget.Exec target, Duration timeout) {
    this.vertx = vertx;
    this.command = target.command();
    this.timeout = timeout;
  }

  @Override
  public Future<Void> ask() {
    return vertx.executeBlocking(
        () -> {
          int code = ShortRun.code(command, timeout);
          if (code == ShortRun.TIMED_OUT) {
            throw new Unwell(
                command.getFirst() + " did not end within " + timeout.toMillis() + " ms");
          }
          if (code != 0) {
            throw new Unwell(command.getFirst() + " ended with " + code);
          }
          return null;
        },
        false);
  }
}
