package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.certificate.Certificates;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.model.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
  private final Optional<Certificates> certificates;
  private final Progress progress;
  private final TimeSource time;
  private final List<Consumer<ProxyEvent>> listeners = new CopyOnWriteArrayList<>();
  private final PipelineTimings timings = new PipelineTimings();
  private volatile ProxyStatus status;
  private volatile Optional<String> appliedText = Optional.empty();
  private volatile ConfigTexts texts = ConfigTexts.NONE;
  private volatile Catalog catalog = Catalog.EMPTY;

  /** Who may get new requests, from HAProxy as it is or as it may be in a moment. */
  private volatile Served served = Served.UNCERTAIN;

  /** Who will get new requests as soon as what is wanted is applied. */
  private volatile Served coming = Served.NOTHING;

  private final Withdrawals withdrawals = new Withdrawals(this::withdrawn);

  /** When last asked: on a change nobody asks, since servers should not wait for it. */
  private boolean answering;

  /** Since when HAProxy is known to have ended. */
  private OptionalLong downSince = OptionalLong.empty();

  Report(
      ConfigApplier applier,
      WantedServers wanted,
      Optional<Certificates> certificates,
      TimeSource time) {
    this.certificates = certificates;
    this.applier = applier;
    this.wanted = wanted;
    this.time = time;
    this.progress = new Progress(time.wall());
    publish();
  }

  void onEvent(Consumer<ProxyEvent> listener) {
    listeners.add(listener);
  }

  ProxyStatus status() {
    return status;
  }

  Optional<String> appliedText() {
    return appliedText;
  }

  ConfigTexts texts() {
    return texts;
  }

  /** What is wanted; nothing before the first view. */
  Catalog catalog() {
    return catalog;
  }

  /** Whether HAProxy gives a member no new requests, and will not when it has what is wanted. */
  boolean withdrawn(String member) {
    return served.withdrawn(member) && coming.withdrawn(member);
  }

  /** Completes when that is so. */
  CompletableFuture<Void> whenWithdrawn(String member) {
    return withdrawals.when(member);
  }

  /** What was done, for the status that is published next. */
  Progress progress() {
    return progress;
  }

  /** How long it takes. */
  PipelineTimings timings() {
    return timings;
  }

  /** There is no HAProxy that this process would know of: nobody gets requests from it. */
  void servesNothing() {
    served = Served.NOTHING;
    withdrawals.look();
  }

  /** HAProxy was taken over. */
  void adopted() {
    runs();
    uncertain();
  }

  /**
   * From here on HAProxy may run with other servers than were applied last: it did not answer as
   * expected, or is about to be started again with an older text.
   */
  void uncertain() {
    served = Served.UNCERTAIN;
  }

  /** Something else is wanted. */
  void wanted(Catalog newest) {
    catalog = newest;
    coming = Served.of(newest, Set.of());
    withdrawals.look();
  }

  /** HAProxy is about to get all or some of what is wanted, which may go wrong half way. */
  void mayServe(Catalog catalog) {
    served = served.or(catalog);
  }

  /** HAProxy runs with what is wanted. */
  void serves(Catalog catalog) {
    servesPart(catalog, Set.of());
  }

  /** HAProxy runs with the part of what is wanted that was possible. */
  void servesPart(Catalog catalog, Set<String> stuck) {
    runs();
    served = Served.of(catalog, stuck);
    withdrawals.look();
  }

  void publish() {
    status =
        progress.status(
            new Progress.Elsewhere(
                wanted,
                answering,
                applier,
                certificates.map(Certificates::states).orElse(List.of())));
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
  void failed(Logger.Level level, FailureKind kind, String message) {
    boolean news = progress.failed(kind, message);
    publishAnswering();
    if (news) {
      LOG.log(level, message);
      tell(new ProxyEvent.Failed(progress.revision(), kind, message));
    }
  }

  /** HAProxy has ended by itself. */
  void died(long pid, String message) {
    downSince = OptionalLong.of(time.now());
    progress.failed(FailureKind.DIED, message);
    publishAnswering();
    LOG.error(message);
    tell(new ProxyEvent.Died(pid, message));
  }

  /** There is a HAProxy; if there was none for a while, that is told. */
  void back() {
    if (downSince.isPresent()) {
      var event = new ProxyEvent.Restarted(applier.pid(), time.now() - downSince.getAsLong());
      downSince = OptionalLong.empty();
      tell(event);
    }
  }

  /** All that is wanted is in the file, from where somebody else takes it. */
  void written() {
    runs();
  }

  private void runs() {
    var now = applier.running();
    texts = texts.runs(appliedText, now);
    appliedText = now;
  }

  /** HAProxy does not take a text; {@code error} says why, by its lines. */
  void refused(String text, String error) {
    texts = texts.refused(text, error);
  }

  /** HAProxy runs with what is wanted, by the newest template. */
  void accepted() {
    texts = texts.accepted();
  }

  void tell(ProxyEvent event) {
    listeners.forEach(l -> l.accept(event));
  }
}
