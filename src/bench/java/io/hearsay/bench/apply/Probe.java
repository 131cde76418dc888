package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.load.Answer;
import io.hearsay.testkit.load.RequestFailed;
import io.hearsay.testkit.load.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Makes requests at fixed intervals, on one connection that is kept as long as possible. */
final class Probe implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final InetSocketAddress site;
  private final long every;
  private Wire wire;

  Probe(InetSocketAddress site, Duration every) {
    this.site = site;
    this.every = every.toNanos();
  }

  /** When that server first answered, of {@link System#nanoTime()}. */
  long until(String name) {
    long begun = System.nanoTime();
    for (long next = begun; next - begun < LIMIT.toNanos(); next += every) {
      Await.at(next);
      var answer = get();
      if (answer.backend().equals(name)) {
        return System.nanoTime();
      }
      next = Math.max(next, System.nanoTime() - every);
    }
    throw new Failure(name + " does not answer within " + LIMIT.toSeconds() + " s");
  }

  private Answer get() {
    try {
      if (wire == null) {
        wire = Wire.open(site);
      }
      var answer = wire.get(true);
      if (!answer.keepAlive()) {
        close();
      }
      return answer;
    } catch (RequestFailed e) {
      wire = null;
      return new Answer(0, "", false);
    }
  }

  @Override
  public void close() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }
}
