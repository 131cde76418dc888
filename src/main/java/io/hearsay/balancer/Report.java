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
 * The pipeline's reports to other threads. Written by the pipeline's thread, read by any; readers
 * do not wait.
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

  /** Members that may get new requests from HAProxy as it is or may be in a moment. */
  private volatile Served served = Served.UNCERTAIN;

  /** Members that will get new requests once the wanted configuration is applied. */
  private volatile Served coming = Served.NOTHING;

  private final Withdrawals withdrawals = new Withdrawals(this::withdrawn);

  /**
   * Whether HAProxy answered when last asked. It is not asked during a change, for which servers
   * would have to wait.
   */
  private boolean answering;

  /** When the end of HAProxy was noticed. */
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

  /** The wanted catalog; empty before the first view. */
  Catalog catalog() {
    return catalog;
  }

  /**
   * Whether HAProxy sends a member no new requests, and will not with the wanted configuration
   * either.
   */
  boolean withdrawn(String member) {
    return served.withdrawn(member) && coming.withdrawn(member);
  }

  /** Completes when a member is withdrawn. */
  CompletableFuture<Void> whenWithdrawn(String member) {
    return withdrawals.when(member);
  }

  /** The progress to be published next. */
  Progress progress() {
    return progress;
  }

  /** The pipeline's durations. */
  PipelineTimings timings() {
    return timings;
  }

  /** There is no HAProxy known to this process, so no member gets requests from it. */
  void servesNothing() {
    served = Served.NOTHING;
    withdrawals.look();
  }

  /** HAProxy has been adopted. */
  void adopted() {
    runs();
    uncertain();
  }

  /**
   * From now on HAProxy may have servers other than those applied last: it did not answer as
   * expected, or is about to be restarted with an older text.
   */
  void uncertain() {
    served = Served.UNCERTAIN;
  }

  /** The wanted catalog has changed. */
  void wanted(Catalog newest) {
    catalog = newest;
    coming = Served.of(newest, Set.of());
    withdrawals.look();
  }

  /** HAProxy is about to get all or some of this catalog, which may fail half-way. */
  void mayServe(Catalog catalog) {
    served = served.or(catalog);
  }

  /** HAProxy runs with what is wanted. */
  void serves(Catalog catalog) {
    servesPart(catalog, Set.of());
  }

  /** HAProxy runs with the part of what is wanted that could be applied. */
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

  /** Asks whether HAProxy answers, then publishes the status. Blocks while HAProxy answers. */
  void publishAnswering() {
    publish(applier.died() ? OptionalLong.empty() : applier.answering());
  }

  /** Publishes the status, knowing the pid that {@link ConfigApplier#answering() answers}. */
  void publish(OptionalLong pid) {
    answering = applier.isCurrent(pid);
    publish();
  }

  /**
   * Something has failed; listeners are notified if that is news.
   *
   * @param level of the log line, if it is news
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

  /** HAProxy is running; listeners are notified if it had ended. */
  void back() {
    if (downSince.isPresent()) {
      var event = new ProxyEvent.Restarted(applier.pid(), time.now() - downSince.getAsLong());
      downSince = OptionalLong.empty();
      tell(event);
    }
  }

  /** Everything that is wanted is in the file, for somebody else to apply. */
  void written() {
    runs();
  }

  private void runs() {
    var now = applier.running();
    texts = texts.runs(appliedText, now);
    appliedText = now;
  }

  /** HAProxy has refused a text; {@code error} says why, referring to its lines. */
  void refused(String text, String error) {
    texts = texts.refused(text, error);
  }

  /** HAProxy runs with what is wanted, rendered with the newest template. */
  void accepted() {
    texts = texts.accepted();
  }

  void tell(ProxyEvent event) {
    listeners.forEach(l -> l.accept(event));
  }
}
