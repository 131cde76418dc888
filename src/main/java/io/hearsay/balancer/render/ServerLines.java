package io.hearsay.balancer.render;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.ServiceOptions.Protocol;

/**
 * The server lines of one service: a member's address, its weight, and what the options of the
 * service require. They are built here and not by the template, because Qute took longer for the
 * values on 500 such lines than everything else from a change until it reached HAProxy.
 *
 * <p>Failed connections make HAProxy check immediately; only its checks take a server out. If
 * nothing answers, a request on an idle connection cannot be told from a slow one, so few
 * connections are kept idle.
 */
final class ServerLines {
  private final String options;
  private final SpeechWords speech;

  ServerLines(ServiceOptions service) {
    var words = new StringBuilder();
    if (!(service.check() instanceof Check.None)) {
      words
          .append(" check inter ")
          .append(service.interval().toMillis())
          .append("ms fastinter 250ms downinter 500ms fall 2 rise 1")
          .append(" observe layer4 error-limit 3 on-error fastinter");
    }
    if (service.mode() == Protocol.HTTP) {
      words.append(" pool-max-conn ").append(service.idle());
    }
    if (service.maxconn() > 0) {
      words.append(" maxconn ").append(service.maxconn());
    }
    var slow = service.get(ServiceOption.SLOW_START);
    if (!slow.isZero()) {
      words.append(" slowstart ").append(slow.toMillis()).append("ms");
    }
    this.options = words.toString();
    this.speech = new SpeechWords(service);
  }

  /** What follows the word {@code server}. */
  String of(Catalog.Server server) {
    return server.name()
        + " "
        + server.address()
        + ":"
        + server.port()
        + " weight "
        + server.weight()
        + options
        + speech.of(server)
        + (server.backup() ? " backup" : "")
        + (server.disabled() ? " disabled" : "");
  }
}
