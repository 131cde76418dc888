package io.hearsay.balancer.render;

import io.quarkus.qute.TemplateNode.Origin;

/** What we, not Qute, refuse of a template; goes through Qute's code until it is told. */
final class TemplateRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Origin origin;

  TemplateRefusedException(Origin origin, String message) {
    super(message, null, false, false);
    this.origin = origin;
  }

  /** Where in which file. */
  Origin origin() {
    return origin;
  }
}
