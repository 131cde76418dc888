package io.hearsay.membership.atomix;

import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.JoinRefusal.Direction;
import io.hearsay.membership.RefusedJoins;
import io.hearsay.membership.crypto.Mismatch;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.transport.RefusalListener;
import java.net.InetAddress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts all refusals, and logs some of them with the reason and what to do. Runs on the cluster's
 * context.
 */
final class RefusalLog implements RefusalListener {
  private final Counters counters;
  private final RefusedJoins joins;
  private final LineBudget budget;
  private final Consumer<String> log;

  /**
   * Creates a log without any refusals.
   *
   * @param millis a monotonic clock in milliseconds
   */
  RefusalLog(Counters counters, RefusedJoins joins, LongSupplier millis, Consumer<String> log) {
    this.counters = counters;
    this.joins = joins;
    this.budget = new LineBudget(millis);
    this.log = log;
  }

  @Override
  public void forbidden(InetAddress from) {
    counters.count(Counter.CONNECTIONS_FORBIDDEN);
    joins.count(Direction.IN, JoinRefusal.ALLOW_LIST);
    foreigner(from);
  }

  @Override
  public void crowded(InetAddress from) {
    counters.count(Counter.CONNECTIONS_CROWDED);
    joins.count(Direction.IN, JoinRefusal.CROWDED);
    tell(
        from,
        "crowded",
        () -> "has more connections to the gossip port than one may, or all together");
  }

  @Override
  public void mismatched(InetAddress from, Mismatch why, byte[] began) {
    counters.count(
        why == Mismatch.FOREIGN ? Counter.CONNECTIONS_FOREIGN : Counter.CONNECTIONS_REJECTED);
    joins.count(Direction.IN, JoinReasons.of(why));
    tell(from, why.name(), () -> JoinWords.inbound(why, began));
  }

  /** A datagram came from an address that is not allowed. */
  void datagramForbidden(InetAddress from) {
    counters.count(Counter.PACKETS_FORBIDDEN);
    foreigner(from);
  }

  /** A datagram cannot be understood. */
  void datagram(InetAddress from, Mismatch why, byte[] bytes) {
    tell(from, why.name(), () -> JoinWords.inbound(why, bytes));
  }

  private void foreigner(InetAddress from) {
    tell(
        from,
        "allow",
        () ->
            "may not: hearsay.allow does not have its address; add a block with it if it belongs to the"
                + " cluster");
  }

  /**
   * Logs a refusal. The text is built only if it will be logged, since there may be many refusals a
   * second.
   */
  private void tell(InetAddress from, String kind, Supplier<String> words) {
    var host = from.getHostAddress();
    if (budget.take(kind + " " + host)) {
      long leftOut = budget.leftOut();
      log.accept(
          "refused: "
              + host
              + " "
              + words.get()
              + (leftOut == 0 ? "" : " (" + leftOut + " such lines were left out before)"));
    }
  }
}
