package io.hearsay.bench.hostile;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A process in another network namespace that asks for pages until each has answered, one after the
 * other, and says when: milliseconds since 1970, a tab, the page, a tab, the answer's body.
 */
public final class Probe {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(40);

  private Probe() {}

  /**
   * Asks.
   *
   * @param pages their addresses
   */
  public static void main(String[] pages) throws InterruptedException {
    System.out.println("begins");
    long begin = System.nanoTime();
    for (var page : pages) {
      String body = null;
      while (body == null && System.nanoTime() - begin < LIMIT_NANOS) {
        try {
          body = Http.get(page);
        } catch (IOException e) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
      }
      System.out.println(
          System.currentTimeMillis() + "\t" + page + "\t" + String.valueOf(body).replace('\n', ' '));
    }
  }
}
