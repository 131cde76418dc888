package io.hearsay.bench.observe;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Exit;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Results;
import java.io.IOException;

/** Started by {@code observe.sh}. */
public final class Main {
  private Main() {}

  /** Prints a table; exits with 1 if a target was missed. */
  public static void main(String[] args) throws Exception {
    Exit.with(() -> run(Env.ofProcess()));
  }

  private static boolean run(Env env) throws IOException {
    int servers = env.number("SERVERS", 500, Readers.SERVICES, 20_000);
    var parts = env.words("PARTS");
    var results = new Results(System.out);
    if (parts.isEmpty() || parts.contains("looks")) {
      new Looks(servers).measure(results.section("looks"));
    }
    if (parts.isEmpty() || parts.contains("readers")) {
      var section = results.section("readers");
      try (var readers = new Readers(env, servers, section)) {
        readers.measure();
      } catch (Failure e) {
        section.brokeOff(e.getMessage());
      }
    }
    System.out.print(results.table());
    return results.allReached();
  }
}
