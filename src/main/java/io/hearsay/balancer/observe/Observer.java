package io.hearsay.balancer.observe;

import io.hearsay.balancer.observe.Comparison.Difference;
import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.balancer.plan.Deviation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Observes HAProxy once a second and reports drift from its configuration. A difference counts when
 * it was seen twice in a row with the same configuration: what is just being changed is not drift.
 * For one thread; the result may be read by any.
 */
public final class Observer {
  /** Backends of the built-in template's own; no service can have such a name. */
  private static final Set<String> INTERNAL = Set.of("_files", "_rates", "_connections");

  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  /** Asks HAProxy something. */
  @FunctionalInterface
  public interface Question {
    /**
     * Asks a command.
     *
     * @param room the array of the last answer, to be used again
     * @return the answer, from position to limit: in {@code room}, or in a larger one
     * @throws IOException if there is no answer in time
     */
    ByteBuffer ask(String command, ByteBuffer room) throws IOException;
  }

  /** Is notified of what is found. */
  public interface Listener {
    /** There is a new lasting difference. */
    void drifted(Drift drift);

    /**
     * Reports the present deviations that could be corrected; not called if there are none.
     *
     * @param text the configuration that HAProxy was compared with
     */
    default void lasting(String text, List<Deviation> deviations) {}

    /**
     * Finds other processes on the addresses of a configuration.
     *
     * @return descriptions of them
     */
    default List<String> strangers(Optional<String> text) {
      return List.of();
    }
  }

  private final Question haproxy;
  private final Supplier<Optional<String>> applied;
  private final Clock clock;
  private final Listener listener;
  private final History history = new History();
  private final StatTable table = new StatTable();
  private ByteBuffer answer = ByteBuffer.allocate(0);
  private volatile Observation observation = Observation.NONE;

  private String text = "";
  private Optional<ConfigText> given = Optional.empty();

  /** Since when differences have been seen, by their keys. */
  private Map<String, Instant> before = Map.of();

  private final Map<String, Drift> lasting = new LinkedHashMap<>();

  /**
   * Creates an observer that has not observed anything yet.
   *
   * @param haproxy asks the current process
   * @param applied supplies the text that it runs with, if known
   * @param listener called on the observing thread; must not block
   */
  public Observer(
      Question haproxy, Supplier<Optional<String>> applied, Clock clock, Listener listener) {
    this.haproxy = haproxy;
    this.applied = applied;
    this.clock = clock;
    this.listener = listener;
  }

  /** The last observation. */
  public Observation observation() {
    return observation;
  }

  /** The observations of the last hour. */
  public History history() {
    return history;
  }

  /** Makes one observation; blocks until HAProxy answers. */
  public void look() {
    var wanted = applied.get();
    Optional<List<ServerStat>> seen;
    try {
      answer = haproxy.ask(StatTable.COMMAND, answer);
      seen = table.parse(answer);
    } catch (IOException e) {
      LOG.debug("HAProxy does not say how it is", e);
      seen = Optional.empty();
    }
    var strangers = listener.strangers(wanted);
    if (seen.isEmpty()) {
      // It is being replaced, or hangs; the pipeline reports that.
      before = Map.of();
      observation = observation.with(strangers);
      return;
    }
    var stats = seen.get();
    var backends = Backends.of(stats);
    var now = clock.instant();
    boolean same = wanted.isPresent() && wanted.get().equals(text);
    if (!same) {
      text = wanted.orElse("");
      given = wanted.flatMap(ConfigText::parse);
      before = Map.of();
    }
    // A change made while HAProxy answered would look like a difference.
    boolean steady = applied.get().equals(wanted);
    compare(given.filter(g -> steady).map(g -> Comparison.of(g, backends)).orElse(List.of()), now);
    var shown = backends.without(INTERNAL);
    var services =
        stats.stream().filter(s -> s.isBackend() && !INTERNAL.contains(s.backend())).toList();
    history.see(now, services, shown);
    observation =
        new Observation(
            Optional.of(now), services, shown, List.copyOf(lasting.values()), strangers);
  }

  private void compare(List<Difference> differences, Instant now) {
    var seen = new HashMap<String, Instant>();
    var news = new ArrayList<Drift>();
    var last = Map.copyOf(lasting);
    lasting.clear();
    for (var difference : differences) {
      var key = difference.key();
      var since = before.getOrDefault(key, now);
      seen.put(key, since);
      if (before.containsKey(key) || last.containsKey(key)) {
        var drift =
            new Drift(
                difference.kind(),
                difference.backend(),
                difference.server(),
                difference.text(),
                last.containsKey(key) ? last.get(key).since() : since);
        lasting.put(key, drift);
        if (!last.containsKey(key)) {
          news.add(drift);
        }
      }
    }
    before = seen;
    news.forEach(this::tell);
    var deviations =
        lasting.values().stream().flatMap(d -> d.deviation().stream()).distinct().toList();
    if (!deviations.isEmpty()) {
      listener.lasting(text, deviations);
    }
    last.forEach(
        (key, drift) -> {
          if (!lasting.containsKey(key)) {
            LOG.infof("%s/%s is as configured again", drift.backend(), drift.server());
          }
        });
  }

  private void tell(Drift drift) {
    LOG.warnf("%s/%s: %s", drift.backend(), drift.server(), drift.text());
    listener.drifted(drift);
  }
}
