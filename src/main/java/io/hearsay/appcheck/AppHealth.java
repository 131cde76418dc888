package io.hearsay.appcheck;

import io.hearsay.membership.Member;
import io.hearsay.metric.Histogram;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Checks the application's health periodically and reports changes. Until the first check passes it
 * checks every {@value #SOON} ms, so that a start takes no longer than the application's own;
 * afterwards once per interval. A check that contradicts the known state is repeated after {@value
 * #SOON} ms until {@code rise} or {@code fall} is reached: a failure is known in little more than
 * an interval, and one lost check does not cost a member its traffic.
 *
 * <p>If Hearsay runs the application, its end counts as a failure immediately, without a check.
 *
 * <p>All state is confined to one Vert.x context.
 */
public final class AppHealth {
  private static final Logger LOG = Logger.getLogger("hearsay.health");
  private static final long SOON = 100;

  /** The same for checks by program, which cost more than a connection. */
  private static final long SOON_EXEC = 500;

  /** Additional time for a program that is late to be killed. */
  private static final long KILL_MILLIS = 500;

  private static final String NO_PASS = "no check has passed yet";

  /** How long an application may take to start before that is logged. */
  private static final Duration STARTING = Duration.ofSeconds(1);

  /** How soon the log repeats why it is not healthy yet, if the reason has changed. */
  private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final Context context;
  private final CheckSettings settings;
  private final Consumer<AppState> onChange;
  private final Probe probe;
  private final Histogram durations = Histogram.ofAnswers();
  private volatile AppState state;

  // Confined to the context.
  private RiseFall gate;
  private boolean running;
  private boolean stopped;
  private String told = "";
  private Instant toldAt = Instant.EPOCH;

  /** Incremented whenever the results of earlier checks no longer count. */
  private int round;

  /**
   * Creates a check that is not started yet.
   *
   * @param child whether Hearsay runs the application: then it is not there until {@link #runs}
   * @param self supplies the local member, for the port it announces
   * @param onChange receives each change, on a context of its own; must not block
   */
  public AppHealth(
      Vertx vertx,
      CheckSettings settings,
      boolean child,
      Supplier<Member> self,
      Consumer<AppState> onChange) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.onChange = onChange;
    this.gate = gate();
    this.running = !child;
    this.state =
        new AppState(
            settings.startsWell(child),
            child ? "the application has not been started" : NO_PASS,
            Instant.now());
    var limit = settings.timeout();
    this.probe =
        switch (settings.target()) {
          case CheckTarget.None none -> Future::succeededFuture;
          case CheckTarget.OwnPort own ->
              new TcpProbe(vertx, () -> OwnAddress.of(self.get()), limit);
          case CheckTarget.Tcp tcp -> {
            var address =
                SocketAddress.inetSocketAddress(tcp.address().port(), tcp.address().host());
            yield new TcpProbe(vertx, () -> address, limit);
          }
          case CheckTarget.Http http -> new HttpProbe(vertx, http, limit);
          case CheckTarget.Exec exec -> new ExecProbe(vertx, exec, limit);
        };
  }

  private RiseFall gate() {
    return new RiseFall(settings.rise(), settings.fall());
  }

  /** The current state. */
  public AppState state() {
    return state;
  }

  /** How long the checks took, including failed ones. */
  public Histogram durations() {
    return durations;
  }

  /** Starts checking. */
  public void start() {
    context.runOnContext(
        v -> {
          if (running) {
            ask();
          }
        });
  }

  /** Stops checking and reporting: the application is about to be stopped. */
  public void stop() {
    context.runOnContext(
        v -> {
          stopped = true;
          round++;
          probe.close();
        });
  }

  /** The application has been started and has to prove its health again. */
  public void runs() {
    context.runOnContext(
        v -> {
          if (stopped) {
            return;
          }
          running = true;
          gate = gate();
          publish(false, NO_PASS);
          ask();
        });
  }

  /**
   * The application is not running.
   *
   * @param why in words for an operator
   */
  public void gone(String why) {
    context.runOnContext(
        v -> {
          running = false;
          round++;
          if (!stopped) {
            publish(false, why);
          }
        });
  }

  private void ask() {
    if (stopped || !running) {
      return;
    }
    int mine = ++round;
    long began = System.nanoTime();
    limited(probe.ask())
        .onComplete(
            answer -> {
              if (mine == round) {
                long took = System.nanoTime() - began;
                durations.record(took);
                judge(answer);
                next(mine, TimeUnit.NANOSECONDS.toMillis(took));
              }
            });
  }

  /**
   * Applies a time limit, since the probe's own does not cover every case, such as resolving a
   * name.
   */
  private Future<Void> limited(Future<Void> asked) {
    var result = Promise.<Void>promise();
    long limit = settings.timeout().toMillis();
    long spare = settings.target() instanceof CheckTarget.Exec ? KILL_MILLIS : 0;
    long timer =
        vertx.setTimer(
            limit + spare,
            t -> result.tryFail(new CheckFailedException("no answer within " + limit + " ms")));
    asked.onComplete(
        answer ->
            context.runOnContext(
                v -> {
                  vertx.cancelTimer(timer);
                  if (answer.succeeded()) {
                    result.tryComplete();
                  } else {
                    result.tryFail(answer.cause());
                  }
                }));
    return result.future();
  }

  private void judge(AsyncResult<Void> answer) {
    if (answer.succeeded()) {
      gate.passed();
      if (gate.isOpen()) {
        publish(true, "");
      }
    } else {
      gate.failed();
      if (!gate.isOpen()) {
        publish(false, reason(answer.cause()));
      }
    }
  }

  private static String reason(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private void next(int mine, long took) {
    if (settings.target() instanceof CheckTarget.None) {
      return;
    }
    long soon = settings.target() instanceof CheckTarget.Exec ? SOON_EXEC : SOON;
    long interval = Math.max(1, settings.interval().toMillis() - took);
    long pause = gate.isFresh() || gate.isUndecided() ? Math.min(soon, interval) : interval;
    vertx.setTimer(
        pause,
        t -> {
          if (mine == round) {
            ask();
          }
        });
  }

  private void publish(boolean passing, String reason) {
    var before = state;
    if (before.passing() == passing) {
      state = new AppState(passing, reason, before.since());
      if (!passing && !reason.equals(NO_PASS)) {
        stillIll(before.since(), reason);
      }
      return;
    }
    state = new AppState(passing, reason, Instant.now());
    if (passing) {
      LOG.info("the application is well");
    } else {
      LOG.warnf("the application is not well: %s", reason);
      told = reason;
      toldAt = Instant.now();
    }
    onChange.accept(state);
  }

  /** Logs why an application is not healthy yet, as there is no change of state to report. */
  private void stillIll(Instant since, String reason) {
    var now = Instant.now();
    if (!reason.equals(told)
        && now.isAfter(since.plus(STARTING))
        && now.isAfter(toldAt.plus(TOLD_AGAIN))) {
      told = reason;
      toldAt = now;
      LOG.warnf("the application is not well yet, and gets no traffic: %s", reason);
    }
  }
}
