package io.hearsay.drain;

import io.hearsay.balancer.Proxy;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * A balancer's side of {@link DrainCoordinator}: holds the answer back until HAProxy sends the
 * asking member no new requests, so that the member learns it as soon as possible, or until a limit
 * has passed.
 */
public final class DrainResponder implements BiFunction<String, byte[], CompletionStage<byte[]>> {
  /** Answers for a member that sends no traffic to others. */
  public static final BiFunction<String, byte[], CompletionStage<byte[]>> NO_TRAFFIC =
      (member, question) -> CompletableFuture.completedStage(DrainAnswer.out(0).encoded());

  /**
   * How long an answer is held back in ms, since idle connections are closed after a few seconds.
   */
  private static final long HOLD_MILLIS = 1000;

  /** Maximum number of answers held back; further questions are answered immediately. */
  private static final int MAX_HELD = 200;

  private final Vertx vertx;
  private final Cluster cluster;
  private final Proxy proxy;
  private final AtomicInteger held = new AtomicInteger();
  private final Set<Held> unheard = ConcurrentHashMap.newKeySet();

  /**
   * Creates a responder for the pipeline {@code proxy}, to questions from members of {@code
   * cluster}.
   */
  public DrainResponder(Vertx vertx, Cluster cluster, Proxy proxy) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.proxy = proxy;
    var unused = cluster.watch(this::viewed);
  }

  @Override
  public CompletionStage<byte[]> apply(String member, byte[] question) {
    if (question.length != 0) {
      return CompletableFuture.failedStage(new IllegalArgumentException("not empty"));
    }
    return new Held(member).answer();
  }

  private void viewed(ClusterView view) {
    unheard.forEach(Held::look);
  }

  /**
   * Whether the member wants no requests in the view here; if not, HAProxy may yet be given the
   * server.
   */
  private boolean wantsNone(String name) {
    return cluster.view().member(name).map(DrainResponder::wantsNone).orElse(true);
  }

  private static boolean wantsNone(Member member) {
    return member.mode() != TrafficMode.READY
        || member.status() == MemberStatus.LEAVING
        || !member.status().present()
        || !member.healthy();
  }

  /** One question; on the cluster's context except for the pipeline's notification. */
  private final class Held {
    private final String member;
    private final CompletableFuture<DrainAnswer> answer = new CompletableFuture<>();
    private final AtomicBoolean decided = new AtomicBoolean();
    private CompletableFuture<Void> withdrawn = new CompletableFuture<>();

    Held(String member) {
      this.member = member;
    }

    CompletionStage<byte[]> answer() {
      boolean crowded = held.incrementAndGet() > MAX_HELD;
      unheard.add(this);
      look();
      long limit = vertx.setTimer(HOLD_MILLIS, t -> giveUp());
      if (crowded) {
        giveUp();
      }
      return answer.thenApply(
          said -> {
            vertx.cancelTimer(limit);
            held.decrementAndGet();
            return said.encoded();
          });
    }

    void look() {
      if (wantsNone(member) && unheard.remove(this)) {
        withdrawn = proxy.whenWithdrawn(member);
        withdrawn.thenRun(this::count);
      }
    }

    private void giveUp() {
      if (decided.compareAndSet(false, true)) {
        unheard.remove(this);
        withdrawn.cancel(false);
        answer.complete(DrainAnswer.IN);
      }
    }

    private void count() {
      if (decided.compareAndSet(false, true)) {
        vertx
            .executeBlocking(() -> proxy.underWay(member), false)
            .onComplete(
                counted ->
                    // A HAProxy that does not answer has no requests under way that are worth
                    // waiting for.
                    answer.complete(DrainAnswer.out(counted.succeeded() ? counted.result() : 0)));
      }
    }
  }
}
