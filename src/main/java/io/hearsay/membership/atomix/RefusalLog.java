package io.hearsay.membership.atomix;

import io.hearsay.membership.crypto.Mismatch;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.transport.RefusalListener;
import java.net.InetAddress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts everybody who is refused, and tells the log of some: who and why, with what to do. On the
 * cluster's context.
 */
final class RefusalLog implements RefusalListener {
  private final Counters counters;
  private final LineBudget budget;
  private final Consumer<String> log;

  /**
   * Nobody was refused yet.
   *
   * @param millis a clock that never jumps
   */
  RefusalLog(Counters counters, LongSupplier millis, Consumer<String> log) {
    this.counters = counters;
    this.budget = new LineBudget(millis);
    this.log = log;
  }

  @Override
  public void forbidden(InetAddress from) {
    counters.count(Counter.CONNECTIONS_FORBIDDEN);
    foreigner(from);
  }

  @Override
  public void crowded(InetAddress from) {
    counters.count(Counter.CONNECTIONS_CROWDED);
    tell(
        from,
        "crowded",
        () -> "has more connections to the gossip port than one may, or all together");
  }

  @Override
  public void mismatched(InetAddress from, Mismatch why, byte[] began) {
    counters.count(
        why == Mismatch.FOREIGN ? Counter.CONNECTIONS_FOREIGN : Counter.CONNECTIONS_REJECTED);
    tell(from, why.name(), () -> JoinWords.inbound(why, began));
  }

  /** A datagram from an address that may send none. */
  void datagramForbidden(InetAddress from) {
    counters.count(Counter.PACKETS_FORBIDDEN);
    foreigner(from);
  }

  /** A datagram of another language. */
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

  /** The words are looked for only if there is a line for them: strangers may be many a second. */
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
