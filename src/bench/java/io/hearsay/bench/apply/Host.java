package io.hearsay.bench.apply;

import java.util.ArrayList;
import java.util.List;

/**
 * An address that plays a host.
 *
 * @param namespace the network namespace that it is in, empty for the benchmark's own
 */
record Host(String name, String address, String namespace) {
  private static final int FIRST = 10;

  static Host balancer() {
    return new Host("balancer", "127.0.0." + FIRST, "");
  }

  /**
   * One on loopback.
   *
   * @param number from 1
   */
  static Host web(int number) {
    return new Host("web" + number, "127.0.0." + (FIRST + number), "");
  }

  /** That command, run there. */
  List<String> command(List<String> words) {
    if (namespace.isEmpty()) {
      return words;
    }
    // nsenter becomes the program, so that the process is the program itself.
    var command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
    command.addAll(words);
    return command;
  }
}
