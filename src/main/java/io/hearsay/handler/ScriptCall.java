package io.hearsay.handler;

import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.Query;
import io.hearsay.text.VisibleText;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Calls a script for an event and interprets the outcome. */
final class ScriptCall {
  private static final Logger LOG = Logger.getLogger("hearsay.handler");

  /** How many characters of a script's output are logged. */
  private static final int SHOWN = 400;

  private ScriptCall() {}

  /**
   * Calls the script; blocks.
   *
   * @return the answer, if it was called for a query: what it printed, if it succeeded
   */
  static Payload run(HandlerSpec spec, HandlerEvent happening, Member self, Duration limit)
      throws InterruptedException {
    Script.Outcome outcome;
    try {
      outcome =
          Script.run(
              spec.script(),
              SerfEnvironment.environment(happening, self),
              SerfEnvironment.input(happening),
              limit);
    } catch (IOException | RuntimeException e) {
      LOG.errorf("the handler `%s` cannot be run: %s", spec.script(), e.getMessage());
      return Payload.empty();
    }
    if (outcome.killed()) {
      LOG.warnf(
          "the handler `%s` did not end within %s ms (hearsay.handler-limit) at %s and was killed",
          spec.script(), limit.toMillis(), happening.type());
      return Payload.empty();
    }
    if (outcome.code() != 0) {
      LOG.warnf(
          "the handler `%s` ended with %s at %s%s%s",
          spec.script(),
          outcome.code(),
          happening.type(),
          happening instanceof HandlerEvent.Query ? " and so does not answer" : "",
          said(outcome));
      return Payload.empty();
    }
    if (!(happening instanceof HandlerEvent.Query query)) {
      LOG.debugf("the handler `%s` ended at %s%s", spec.script(), happening.type(), said(outcome));
      return Payload.empty();
    }
    if (outcome.printed() > Query.MAX_ANSWER_BYTES) {
      LOG.warnf(
          "the handler `%s` answers the query %s with %s bytes; at most %s can be sent, so there is"
              + " no answer",
          spec.script(),
          VisibleText.text(query.query().name(), SHOWN),
          outcome.printed(),
          Query.MAX_ANSWER_BYTES);
      return Payload.empty();
    }
    return outcome.output();
  }

  private static String said(Script.Outcome outcome) {
    var text = outcome.output().text().strip();
    int from = Math.max(0, text.length() - SHOWN);
    return text.isEmpty() ? "" : "; it said: " + VisibleText.text(text.substring(from));
  }
}
