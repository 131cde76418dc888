package io.hearsay.proxy;

import java.util.Optional;

/**
 * The balancer's pipeline as the API, the health checks and the metrics see it. All methods return
 * at once.
 */
public interface Proxy {
  /** What is wanted, what is applied, and how. */
  ProxyStatus status();

  /** The text that HAProxy runs with, if any was applied. */
  Optional<String> appliedConfig();

  /**
   * Asks for a reload even if nothing changed.
   *
   * @param reason appears in the log, the API and the metrics
   */
  void reload(String reason);
}
