package io.hearsay.balancer;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Futures that complete when a member gets no new requests. May be used from any thread. */
final class Withdrawals {
  private final Predicate<String> withdrawn;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  private record Waiter(String member, CompletableFuture<Void> out) {}

  /** {@code withdrawn} says whether a member gets no new requests now. */
  Withdrawals(Predicate<String> withdrawn) {
    this.withdrawn = withdrawn;
  }

  /** Completes when that is so; cancel it to stop waiting. */
  CompletableFuture<Void> when(String member) {
    var waiter = new Waiter(member, new CompletableFuture<>());
    waiters.add(waiter);
    waiter.out().whenComplete((v, cancelled) -> waiters.remove(waiter));
    // Checked only after it was added, so that no change is missed.
    look(waiter);
    return waiter.out();
  }

  /** Checks all that are waited for. */
  void look() {
    waiters.forEach(this::look);
  }

  private void look(Waiter waiter) {
    if (withdrawn.test(waiter.member())) {
      waiter.out().complete(null);
    }
  }
}
