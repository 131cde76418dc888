package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.model.Catalog;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What the pipeline tells everybody else. Written by the pipeline's thread, read by any; readers do
 * not wait.
 */
final class Report {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private final ConfigApplier applier;
  private final WantedServers wanted;
  private final Progress progress;
  private final List<Consumer<ProxyStatus>> listeners = new CopyOnWriteArrayList<>();
  private volatile ProxyStatus status;
  private volatile Optional<String> appliedText = Optional.empty();

  /** What HAProxy runs with, as far as this process has applied anything. */
  private volatile Optional<Served> served = Optional.empty();

  /** When last asked: on a change nobody asks, since servers should not wait for it. */
  private boolean answering;

  Report(ConfigApplier applier, WantedServers wanted, Clock wall) {
    this.applier = applier;
    this.wanted = wanted;
    this.progress = new Progress(wall);
    publish();
  }

  void onChange(Consumer<ProxyStatus> listener) {
    listeners.add(listener);
  }

  ProxyStatus status() {
    return status;
  }

  Optional<String> appliedText() {
    return appliedText;
  }

  /** Whether HAProxy gives a member no new requests. */
  boolean withdrawn(String member) {
    // No HAProxy, no requests; of one that was taken over we know only when it was looked at.
    return served.map(s -> s.withdrawn(member)).orElseGet(() -> status.pid() == 0);
  }

  /** What was done, for the status that is published next. */
  Progress progress() {
    return progress;
  }

  /** HAProxy was taken over. */
  void adopted() {
    appliedText = applier.running();
  }

  /** HAProxy runs with what is wanted. */
  void serves(Catalog catalog) {
    served(Served.all(catalog));
  }

  /** HAProxy runs with the part of what is wanted that was possible. */
  void servesPart(Catalog catalog, Set<String> stuck) {
    served(new Served(catalog, stuck));
  }

  private void served(Served now) {
    appliedText = applier.running();
    served = Optional.of(now);
  }

  void publish() {
    status =
        progress.status(
            new Progress.Elsewhere(
                wanted.shown(), wanted.rejected(), answering, wanted.held(), applier));
  }

  /** The same after HAProxy was asked whether it answers. Blocks for as long as that takes. */
  void publishAnswering() {
    answering = applier.answers();
    publish();
  }

  /**
   * Something went wrong; listeners hear of it if it is news.
   *
   * @param level of the line in the log, if it is news
   */
  void failed(Logger.Level level, String message) {
    boolean news = progress.failed(message);
    publishAnswering();
    if (news) {
      LOG.log(level, message);
      tell();
    }
  }

  void tell() {
    listeners.forEach(l -> l.accept(status));
  }
}
