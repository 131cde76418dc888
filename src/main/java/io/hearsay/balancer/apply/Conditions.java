package io.hearsay.balancer.apply;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.diagnostics.Hints;
import io.hearsay.balancer.diagnostics.Reasons;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.model.BalancerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Preconditions of starting a HAProxy, so that it does not fail half-way. */
final class Conditions {
  private final BalancerSettings settings;
  private final HaproxyHost host;

  Conditions(BalancerSettings settings, HaproxyHost host) {
    this.settings = settings;
    this.host = host;
  }

  /** Checks the length of the admin socket's path. */
  void requireUsableSocket() throws ApplyException {
    int length = settings.socket().toString().length();
    // sun_path has 108 bytes, and HAProxy appends a suffix of its own while it binds.
    if (length > 90) {
      throw new ApplyException(
          "the path of the admin socket, "
              + settings.socket()
              + ", has "
              + length
              + " characters, at most 90 are possible; choose a shorter hearsay.balancer.run-dir");
    }
  }

  /** Creates the directory of the admin socket if necessary. */
  void requireRunDirectory() throws ApplyException {
    try {
      Files.createDirectories(settings.runDir());
    } catch (IOException e) {
      throw new ApplyException(
          "cannot make the directory "
              + settings.runDir()
              + " (hearsay.balancer.run-dir): "
              + Reasons.of(e)
              + "; give the sidecar one that it may write to",
          e);
    }
  }

  /**
   * Checks that newly bound addresses are free.
   *
   * @param running what a HAProxy runs with; empty if none is running or that is unknown
   */
  void requireFreeListeners(Optional<String> running, String text) throws ApplyException {
    // A HAProxy that others start may run in another container, with addresses of its own.
    if (running.isPresent() && settings.startsHere()) {
      var obstacle = host.obstacle(running.get(), text);
      if (obstacle.isPresent()) {
        throw ApplyException.of(
            Hints.kindOfStart(obstacle.get()), Hints.cannotStart(obstacle.get()));
      }
    }
  }

  /**
   * Checks that no other process listens on the addresses of a first HAProxy. It could bind beside
   * another HAProxy of the same user, and each would get some of the requests.
   */
  void requireNoStranger(String text) throws ApplyException {
    var stranger = settings.startsHere() ? host.stranger(text) : Optional.<String>empty();
    if (stranger.isPresent()) {
      throw ApplyException.of(
          FailureKind.ADDRESS_TAKEN,
          "HAProxy is not started: "
              + stranger.get()
              + ", and each would get some of the requests; stop it, or choose another address with"
              + " hearsay.balancer.frontend or hearsay.balancer.stats");
    }
  }
}
