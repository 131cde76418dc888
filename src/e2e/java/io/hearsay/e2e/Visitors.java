package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Load;
import io.hearsay.testkit.load.Tally;
import java.time.Duration;

/** A constant load while something happens; every request is accounted for. */
final class Visitors implements AutoCloseable {
  private static final int PER_SECOND = 200;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Load load;
  private final Tally tally;

  private Visitors(Load load) {
    this.load = load;
    this.tally = load.next();
  }

  /** Starts the load, and returns once the first hundred requests have been answered. */
  static Visitors at(Site site) {
    var visitors = new Visitors(Load.start(site.address(), PER_SECOND));
    visitors.more(PER_SECOND / 2);
    return visitors;
  }

  /** Waits until that many further requests have ended, so that some of them see what happened. */
  void more(int requests) {
    var before = tally.requests();
    Await.until("the requests had no end", LIMIT, () -> tally.requests() >= before + requests);
  }

  /** Starts no more requests and waits for those under way. */
  @Override
  public void close() {
    load.close();
    Await.until("the last requests had no end", LIMIT, tally::complete);
  }

  /** Reports what became of the requests; none may have failed. */
  void noneFailed(String what, Results.Section results) {
    results.exactly(what + ": requests failed of " + tally.requests(), tally.failed(), 0);
    if (tally.failed() > 0) {
      results.info("  how", tally.kinds());
    }
  }

  /** The same where some may fail. */
  void told(String what, Results.Section results) {
    results.info(what + ": requests failed", tally.told());
  }
}
