package io.hearsay.demo;

import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;

/** A web node: the shop and its sidecar, two processes on one address. */
record WebNode(Host host, Program shop, Program sidecar) {

  String name() {
    return host.name();
  }

  /** Sends SIGKILL to both, as when a host loses its power. */
  void kill() {
    sidecar.kill();
    shop.kill();
  }
}
