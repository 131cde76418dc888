package io.hearsay.balancer.render;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.ServiceOptions.Protocol;
import io.hearsay.balancer.model.SpeechOption.Http;
import io.hearsay.balancer.model.SpeechOption.ProxyProtocol;
import io.hearsay.balancer.model.SpeechOption.Tls;
import java.util.Optional;

/**
 * The words of a server line that say how HAProxy talks to the server. Checks must do the same as
 * requests, which is written for both explicitly: a server added at run time does not derive it.
 */
final class SpeechWords {
  private static final String SYSTEM_CA = "@system-ca";

  private final ServiceOptions service;
  private final boolean checked;
  private final String name;

  SpeechWords(ServiceOptions service) {
    this.service = service;
    this.checked = !(service.check() instanceof Check.None);
    this.name = service.find(ServiceOption.TLS_NAME).orElse("");
  }

  /** The words of one server, each with a space before it; its tags are valid. */
  String of(Catalog.Server server) {
    var words = new StringBuilder();
    boolean h2 = service.mode() == Protocol.HTTP && http(server) == Http.H2;
    var tls = tls(server);
    if (h2 && tls == Tls.OFF) {
      // Over TLS both sides negotiate it; with this word, a check would wait for HTTP/2 before the
      // TLS handshake.
      words.append(" proto h2");
    }
    if (tls != Tls.OFF) {
      words.append(" ssl ").append(files(tls));
      if (!name.isEmpty()) {
        words.append(" sni str(").append(name).append(')');
        words.append(tls == Tls.VERIFY ? " verifyhost " + name : "");
      }
      words.append(h2 ? " alpn h2" : "");
      if (checked) {
        words.append(" check-ssl");
        words.append(name.isEmpty() ? "" : " check-sni " + name);
        words.append(h2 ? " check-alpn h2" : "");
      }
    }
    var proxy = service.get(ServiceOption.PROXY_PROTOCOL);
    if (proxy != ProxyProtocol.NONE) {
      words.append(proxy == ProxyProtocol.V1 ? " send-proxy" : " send-proxy-v2");
      words.append(checked ? " check-send-proxy" : "");
    }
    return words.toString();
  }

  /** Whether any server of this service is spoken to over TLS, or would be if there were one. */
  static boolean useTls(Catalog.Service service) {
    return service
        .options()
        .find(ServiceOption.TLS)
        .map(tls -> tls != Tls.OFF)
        .orElseGet(() -> service.servers().stream().anyMatch(SpeechWords::saysTls));
  }

  private static boolean saysTls(Catalog.Server server) {
    return "on".equals(server.tags().get("tls"));
  }

  private Http http(Catalog.Server server) {
    return service
        .find(ServiceOption.PROTOCOL)
        .orElse("h2".equals(server.tags().get("proto")) ? Http.H2 : Http.H1);
  }

  private Tls tls(Catalog.Server server) {
    return service.find(ServiceOption.TLS).orElse(saysTls(server) ? Tls.INSECURE : Tls.OFF);
  }

  private String files(Tls tls) {
    var verify =
        tls == Tls.VERIFY
            ? "verify required ca-file "
                + service.find(ServiceOption.TLS_CA).map(Object::toString).orElse(SYSTEM_CA)
            : "verify none";
    return verify
        + service.find(ServiceOption.TLS_CERTIFICATE).map(file -> " crt " + file).orElse("");
  }

  /**
   * The files that a service's servers need, if any: HAProxy accepts a server at run time only if
   * it has read these at its start.
   */
  static Optional<String> filesOf(ServiceOptions service) {
    var words = new SpeechWords(service);
    var tls = service.find(ServiceOption.TLS).orElse(Tls.OFF);
    return Optional.of(words.files(tls))
        .filter(files -> tls != Tls.OFF && !files.equals("verify none"));
  }
}
