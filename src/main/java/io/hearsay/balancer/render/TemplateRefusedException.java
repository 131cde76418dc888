package io.hearsay.balancer.render;

import io.quarkus.qute.TemplateNode.Origin;

/**
 * A template is refused by us rather than by Qute; passes through Qute's code until it is reported.
 */
final class TemplateRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Origin origin;

  TemplateRefusedException(Origin origin, String message) {
    super(message, null, false, false);
    this.origin = origin;
  }

  /** The file and line. */
  Origin origin() {
    return origin;
  }
}
