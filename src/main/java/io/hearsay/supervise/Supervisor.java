package io.hearsay.supervise;

import io.hearsay.process.OwnSession;
import io.hearsay.process.PidOne;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Runs the application and the programs beside it. Those start first and stop last, so that a log
 * forwarder, for example, receives the application's first and last lines.
 */
public final class Supervisor {
  private static final Logger LOG = Logger.getLogger("hearsay.supervise");

  private final SuperviseSettings settings;
  private final Optional<Supervised> app;
  private final List<Supervised> others;

  /** Is notified of the application's life cycle; must not block for long. */
  public interface AppWatcher {
    /** It has been started; that does not mean that it is healthy. */
    void appStarted(long pid);

    /** It has ended, and may be started again. */
    void appEnded(int code);

    /** It has ended, and will not be started again. */
    void appOver(int code);
  }

  /** A supervisor that has not started anything yet. */
  public Supervisor(SuperviseSettings settings, AppWatcher watcher) {
    this.settings = settings;
    this.app = settings.app().map(s -> new Supervised(s, new AppRelay(watcher)));
    this.others = settings.others().stream().map(s -> new Supervised(s, new Silence())).toList();
  }

  private record AppRelay(AppWatcher watcher) implements Supervised.Watcher {
    @Override
    public void started(long pid) {
      watcher.appStarted(pid);
    }

    @Override
    public void ended(int code) {
      watcher.appEnded(code);
    }

    @Override
    public void over(int code) {
      watcher.appOver(code);
    }
  }

  private record Silence() implements Supervised.Watcher {
    @Override
    public void started(long pid) {}

    @Override
    public void ended(int code) {}

    @Override
    public void over(int code) {}
  }

  /** Starts all programs. */
  public void start() {
    PidOne.begin().ifPresent(LOG::warn);
    if (settings.isEmpty()) {
      return;
    }
    if (OwnSession.prefix().isEmpty()) {
      LOG.warn(
          "there is no setsid (util-linux or busybox) here: programs share our session, so Ctrl-C reaches them"
              + " directly, and what they leave behind is not ended with them");
    }
    others.forEach(Supervised::start);
    app.ifPresent(Supervised::start);
  }

  /** Whether Hearsay runs the application. */
  public boolean hasApp() {
    return app.isPresent();
  }

  /** The application is healthy, so the limit for its start no longer applies. */
  public void appIsWell() {
    app.ifPresent(Supervised::well);
  }

  /** How often the application has been started. */
  public int appStarts() {
    return app.map(Supervised::starts).orElse(0);
  }

  /** How often each program beside the application has been restarted, by its name. */
  public SortedMap<String, Integer> restarts() {
    var all = new TreeMap<String, Integer>();
    Stream.concat(app.stream(), others.stream())
        .forEach(program -> all.put(program.name(), Math.max(0, program.starts() - 1)));
    return all;
  }

  /**
   * Forwards a signal to the application.
   *
   * @param signal without SIG
   */
  public void signalApp(String signal) {
    app.ifPresent(a -> a.signal(signal));
  }

  /**
   * Stops the application. Blocks.
   *
   * @param atMost how long to wait before it is killed, if its own limit is longer
   */
  public void stopApp(Duration atMost) throws InterruptedException {
    if (app.isPresent()) {
      app.get().stop(atMost);
    }
  }

  /** Stops the programs beside the application in reverse order. Blocks. */
  public void stopOthers(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    var backwards = new ArrayList<>(others);
    Collections.reverse(backwards);
    for (var other : backwards) {
      other.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }

  /** Kills all programs. */
  public void kill() throws InterruptedException {
    if (app.isPresent()) {
      app.get().kill();
    }
    for (var other : others) {
      other.kill();
    }
  }
}
