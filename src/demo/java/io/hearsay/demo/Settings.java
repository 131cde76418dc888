package io.hearsay.demo;

import io.hearsay.testkit.Env;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the shell script found out and what the user asked for, all of it in the environment.
 *
 * @param frontendPort of the site, 0 if 80 or else 8080 is to be taken
 * @param statsPort of HAProxy's statistics page
 * @param script whether to play the story
 * @param lead how long the web nodes of the story are up before the balancer
 * @param rate requests per second of the story's load
 */
record Settings(
    Env env, int frontendPort, int statsPort, boolean script, Duration lead, int rate) {
  private static final int MAX_PORT = 65_535;

  /** A port may be written as {@code :8088}, as the settings of Hearsay have it. */
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

  /** The sidecar's program. */
  String hearsay() {
    return env.text("DEMO_HEARSAY");
  }

  /** HAProxy's. */
  String haproxy() {
    return env.text("DEMO_HAPROXY");
  }

  /** Where the web node is compiled. */
  String classes() {
    return env.text("DEMO_CLASSES");
  }

  /** A directory of this run alone; the script removes it. */
  Path temp() {
    return env.path("DEMO_TEMP");
  }

  Path haproxyConfig() {
    return temp().resolve("haproxy.cfg");
  }

  Path log(String name) {
    return temp().resolve(name + ".log");
  }

  /** Where visitors come in. */
  InetSocketAddress site() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), frontendPort);
  }
}
