package io.hearsay.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the shell script found out and what the user asked for, all of it in the environment.
 *
 * @param hearsay the sidecar's launcher
 * @param haproxy the program
 * @param java of the JDK that runs this demo, for the web nodes and the sidecars
 * @param classes where the web node is compiled
 * @param temp a directory of this run alone; the script removes it
 * @param frontendPort of the site, 0 if 80 or else 8080 is to be taken
 * @param statsPort of HAProxy's statistics page
 * @param script whether to play the story
 * @param lead how long the web nodes of the story are up before the balancer
 * @param rate requests per second of the story's load
 */
record Settings(
    Path hearsay,
    String haproxy,
    Path java,
    Path classes,
    Path temp,
    int frontendPort,
    int statsPort,
    boolean script,
    Duration lead,
    int rate) {

  static Settings of(Map<String, String> env) {
    return new Settings(
        Path.of(env.get("DEMO_HEARSAY")),
        env.get("DEMO_HAPROXY"),
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Path.of(env.get("DEMO_CLASSES")),
        Path.of(env.get("DEMO_TEMP")),
        number(env, "FRONTEND", 0),
        number(env, "STATS", 1936),
        number(env, "SCRIPT", 0) != 0,
        Duration.ofSeconds(number(env, "LEAD", 20)),
        number(env, "RATE", 200));
  }

  private static int number(Map<String, String> env, String name, int otherwise) {
    var text = env.getOrDefault(name, "");
    try {
      return text.isBlank() ? otherwise : Integer.parseInt(text.replaceFirst("^:", ""));
    } catch (NumberFormatException e) {
      throw new Refusal(name + "=" + text + " is not a number");
    }
  }

  Settings withFrontendPort(int port) {
    return new Settings(hearsay, haproxy, java, classes, temp, port, statsPort, script, lead, rate);
  }

  Path haproxyConfig() {
    return temp.resolve("haproxy.cfg");
  }

  Path log(String name) {
    return temp.resolve(name + ".log");
  }

  /** Where visitors come in. */
  InetSocketAddress site() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), frontendPort);
  }
}
