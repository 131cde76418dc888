package io.hearsay.balancer;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Who waits for a member to get no new requests any more. May be used from any thread. */
final class Withdrawals {
  private final Predicate<String> withdrawn;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  private record Waiter(String member, CompletableFuture<Void> out) {}

  /** {@code withdrawn} says whether it is so now. */
  Withdrawals(Predicate<String> withdrawn) {
    this.withdrawn = withdrawn;
  }

  /** Completes when it is so; who does not want to wait any longer cancels it. */
  CompletableFuture<Void> when(String member) {
    var waiter = new Waiter(member, new CompletableFuture<>());
    waiters.add(waiter);
    waiter.out().whenComplete((v, cancelled) -> waiters.remove(waiter));
    // Only now, or what changes meanwhile would be missed.
    look(waiter);
    return waiter.out();
  }

  /** It may be so of some. */
  void look() {
    waiters.forEach(this::look);
  }

  private void look(Waiter waiter) {
    if (withdrawn.test(waiter.member())) {
      waiter.out().complete(null);
    }
  }
}
