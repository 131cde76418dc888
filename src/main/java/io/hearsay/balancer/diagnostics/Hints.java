package io.hearsay.balancer.diagnostics;

import io.hearsay.balancer.model.BalancerSettings;
import java.io.IOException;
import java.util.Locale;

/** Builds messages about failures of HAProxy that say how to fix them. */
public final class Hints {
  private Hints() {}

  /** HAProxy's check has refused the configuration; {@code said} is its reason. */
  public static ApplyException refused(BalancerSettings settings, String said) {
    return ApplyException.of(
        FailureKind.TEMPLATE,
        "HAProxy refuses the configuration: "
            + said
            + "; "
            + (settings.template().isPresent()
                ? "mend the template " + settings.template().get() + " (--template)"
                : "see `hearsay render`"));
  }

  /** HAProxy's program could not be executed. */
  public static ApplyException cannotRun(BalancerSettings settings, IOException e) {
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

  /** The kind of failure of a HAProxy that did not come up; {@code said} is its reason. */
  public static FailureKind kindOfStart(String said) {
    return said.toLowerCase(Locale.ROOT).contains("already in use")
        ? FailureKind.ADDRESS_TAKEN
        : FailureKind.OTHER;
  }

  /**
   * A message about a HAProxy that did not come up with a new configuration; {@code said} is its
   * reason.
   */
  public static String cannotStart(String said) {
    var lower = said.toLowerCase(Locale.ROOT);
    String why = "";
    if (lower.contains("already in use")) {
      why = "; another program has that address: stop it, or choose another with ";
    } else if (lower.contains("cannot assign requested address")) {
      why = "; this host does not have that address: choose another with ";
    }
    return "HAProxy cannot start with the new configuration: "
        + said
        + (why.isEmpty() ? "" : why + "hearsay.balancer.frontend or hearsay.balancer.stats");
  }
}
