package io.hearsay.balancer.render;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.fuzz.Target;

/** What members say of themselves, rendered by the built-in template. */
public final class RenderedFuzz {
  /** Rendering takes fifty times as long as everything else. */
  private static final int SHARE = 50;

  private RenderedFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return MembersFuzz.target(
        "rendered", RenderedFuzz.class, RenderedFuzz::fuzzerTestOneInput, SHARE);
  }

  /** The result has exactly the servers, each on its own line. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      MembersFuzz.rendered(input);
    } catch (ApplyException e) {
      throw new AssertionError("a member makes the template fail", e);
    }
  }
}
