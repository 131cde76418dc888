package io.hearsay.proxy;

import java.io.IOException;

/** What went wrong with HAProxy, and how to mend it. */
final class Hints {
  private Hints() {}

  static ApplyException refused(BalancerSettings settings, String said) {
    return new ApplyException(
        "HAProxy refuses the configuration: "
            + said
            + "; "
            + (settings.template().isPresent()
                ? "mend the template " + settings.template().get() + " (--template)"
                : "see `hearsay render`"));
  }

  static ApplyException cannotRun(BalancerSettings settings, IOException e) {
    return new ApplyException(
        "cannot run HAProxy, "
            + settings.haproxy()
            + " (--haproxy): "
            + (String.valueOf(e.getMessage()).contains("No such file")
                ? "there is no such program"
                : e.getMessage())
            + "; install HAProxy, or give the path of its binary",
        e);
  }

  static String cannotStart(String said) {
    boolean taken = said.contains("already in use") || said.contains("cannot bind");
    return "HAProxy cannot start with the new configuration: "
        + said
        + (taken
            ? "; another program has that address: stop it, or choose another with"
                + " hearsay.balancer.frontend or hearsay.balancer.stats"
            : "");
  }
}
