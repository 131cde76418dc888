package io.hearsay.demo;

/** A web node: the shop and its sidecar, two processes on one address. */
record WebNode(Host host, Child shop, Child sidecar) {

  String name() {
    return host.name();
  }

  /** SIGKILL to both, as when a host loses its power. */
  void kill() {
    sidecar.kill();
    shop.kill();
  }
}
