package io.hearsay.membership.node;

import io.hearsay.membership.swim.Timers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Timers in real time on one Vert.x context. */
final class VertxTimers implements Timers {
  private final Vertx vertx;
  private final Context context;

  VertxTimers(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  @Override
  public long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public Instant wallClock() {
    return Instant.now();
  }

  @Override
  public Timer after(long millis, Runnable task) {
    long id = vertx.setTimer(Math.max(1, millis), t -> onContext(task));
    return () -> vertx.cancelTimer(id);
  }

  /**
   * Runs a task on our context. Vert.x runs a timer on the context that set it, so only a timer set
   * from elsewhere, such as the first, needs a switch.
   */
  private void onContext(Runnable task) {
    if (Vertx.currentContext() == context) {
      task.run();
    } else {
      context.runOnContext(v -> task.run());
    }
  }
}
