package io.hearsay.drain;

import io.hearsay.balancer.Proxy;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.UserEvent;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A balancer's answer to {@link DrainCoordinator}: held back until HAProxy gives the member that
 * asks no new requests, so that the member learns of it as soon as possible, or until a limit has
 * passed.
 */
public final class DrainResponder
    implements Function<UserEvent, CompletionStage<Optional<String>>> {
  private static final long POLL_MILLIS = 5;
  private static final int POLLS = 200;

  /** More at once are answered without being held. */
  private static final int MAX_HELD = 200;

  private final Vertx vertx;
  private final Cluster cluster;
  private final Proxy proxy;
  private final AtomicInteger held = new AtomicInteger();

  /** A responder for the pipeline {@code proxy}; it hears queries of {@code cluster}. */
  public DrainResponder(Vertx vertx, Cluster cluster, Proxy proxy) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.proxy = proxy;
  }

  @Override
  public CompletionStage<Optional<String>> apply(UserEvent question) {
    var answer = new CompletableFuture<Optional<String>>();
    int polls = held.incrementAndGet() > MAX_HELD ? 0 : POLLS;
    poll(question.from(), polls, answer);
    return answer.whenComplete((text, failure) -> held.decrementAndGet());
  }

  private void poll(String member, int left, CompletableFuture<Optional<String>> answer) {
    if (wantsNone(member) && proxy.withdrawn(member)) {
      count(member, answer);
    } else if (left == 0) {
      answer.complete(Optional.of(DrainCoordinator.IN));
    } else {
      vertx.setTimer(POLL_MILLIS, t -> poll(member, left - 1, answer));
    }
  }

  /** The view here must have the member's word, or HAProxy may still be about to get the server. */
  private boolean wantsNone(String name) {
    return cluster.view().member(name).map(DrainResponder::wantsNone).orElse(true);
  }

  private static boolean wantsNone(Member member) {
    return member.mode() != TrafficMode.READY
        || member.status() == MemberStatus.LEAVING
        || !member.status().present()
        || !member.healthy();
  }

  private void count(String member, CompletableFuture<Optional<String>> answer) {
    vertx
        .executeBlocking(() -> proxy.underWay(member), false)
        .onComplete(
            counted ->
                // A HAProxy that does not answer has nothing under way that could be waited for.
                answer.complete(
                    Optional.of(
                        DrainCoordinator.OUT + (counted.succeeded() ? counted.result() : 0))));
  }
}
