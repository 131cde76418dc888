package io.hearsay.demo;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Prepared;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the shell script found out and what the user asked for, all of it from the environment.
 *
 * @param frontendPort of the site; 0 for 80, or else 8080
 * @param statsPort of HAProxy's statistics page
 * @param script whether to play the story
 * @param lead how long the web nodes of the story are up before the balancer
 * @param rate requests per second of the story's load
 */
record Settings(Env env, int frontendPort, int statsPort, boolean script, Duration lead, int rate)
    implements Prepared {
  private static final int MAX_PORT = 65_535;

  /** A port may be written as {@code :8088}, as in Hearsay's settings. */
  static Settings of(Env env) {
    Map<String, String> values = new HashMap<>(env.values());
    values.replaceAll((name, value) -> value.replaceFirst("^:", ""));
    var plain = new Env(values);
    return new Settings(
        plain,
        plain.number("FRONTEND", 0, 0, MAX_PORT),
        plain.number("STATS", 1936, 1, MAX_PORT),
        plain.number("SCRIPT", 0, 0, 1) == 1,
        Duration.ofSeconds(plain.number("LEAD", 20, 0, 3600)),
        plain.number("RATE", 200, 1, 10_000));
  }

  Settings withFrontendPort(int port) {
    return new Settings(env, port, statsPort, script, lead, rate);
  }

  Path haproxyConfig() {
    return directory().resolve("haproxy.cfg");
  }

  Path log(String name) {
    return directory().resolve(name + ".log");
  }

  /** The address for clients. */
  InetSocketAddress site() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), frontendPort);
  }
}
