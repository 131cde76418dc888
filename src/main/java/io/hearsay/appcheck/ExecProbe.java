package io.hearsay.appcheck;

import io.hearsay.supervise.ShortRun;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a program on a worker thread. When it ends, at the limit and when the check is closed,
 * everything it started is killed.
 */
final class ExecProbe implements Probe {
  private final Vertx vertx;
  private final List<String> command;
  private final Duration timeout;
  private final AtomicReference<Thread> asking = new AtomicReference<>();

  ExecProbe(Vertx vertx, CheckTarget.Exec target, Duration timeout) {
    this.vertx = vertx;
    this.command = target.command();
    this.timeout = timeout;
  }

  @Override
  public Future<Void> ask() {
    return vertx.executeBlocking(
        () -> {
          int code = run();
          if (code == ShortRun.TIMED_OUT) {
            throw new CheckFailedException(
                command.getFirst() + " did not end within " + timeout.toMillis() + " ms");
          }
          if (code != 0) {
            throw new CheckFailedException(command.getFirst() + " ended with " + code);
          }
          return null;
        },
        false);
  }

  private int run() throws IOException, InterruptedException {
    asking.set(Thread.currentThread());
    try {
      return ShortRun.code(command, timeout);
    } finally {
      asking.set(null);
    }
  }

  @Override
  public void close() {
    var worker = asking.get();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
