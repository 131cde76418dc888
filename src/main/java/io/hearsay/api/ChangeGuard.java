package io.hearsay.api;

import io.hearsay.agent.Agent;
import io.hearsay.cluster.IpLiteral;
import io.hearsay.config.AgentSettings;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Who may change things: whoever calls from this host, or brings the token. A browser on this host
 * is not its user: a page of another origin is refused, whatever it sends; and one that was found
 * by a name needs the token, since whoever owns a name can let it mean this host (DNS rebinding).
 */
final class ChangeGuard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String BEARER = "Bearer ";

  private final Agent agent;

  ChangeGuard(Agent agent) {
    this.agent = agent;
  }

  @ServerRequestFilter
  Optional<Response> check(ContainerRequestContext call, HttpServerRequest request) {
    if (READING.contains(call.getMethod())) {
      return Optional.empty();
    }
    var origin = call.getHeaderString("Origin");
    if (origin != null && crossOrigin(origin, call.getHeaderString(HttpHeaders.HOST))) {
      return refused("a page of another origin may not change anything here");
    }
    var peer = request.remoteAddress();
    boolean named = origin != null && !isNumericOrLocal(URI.create(origin).getHost());
    if (peer != null && isLoopback(peer.hostAddress()) && !named) {
      return Optional.empty();
    }
    var token = agent.settings().flatMap(AgentSettings::token);
    if (token.isEmpty()) {
      return refused(
          "changes are open to callers on this host only, and to pages only by its number"
              + " (http://127.0.0.1:…); start the agent with --token-file FILE to open them to"
              + " whoever sends its content as a bearer token");
    }
    var given = call.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (given == null
        || !given.startsWith(BEARER)
        || !same(given.substring(BEARER.length()), token.get())) {
      return Optional.of(
          Problem.response(
              Response.Status.UNAUTHORIZED,
              "send the content of the agent's token file as `Authorization: Bearer TOKEN`"));
    }
    return Optional.empty();
  }

  private static Optional<Response> refused(String why) {
    return Optional.of(Problem.response(Response.Status.FORBIDDEN, why));
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
  }

  /** Names that no name server is asked about. */
  private static boolean isNumericOrLocal(String host) {
    return host != null
        && (host.equals("localhost")
            || IpLiteral.parse(host.replaceAll("[\\[\\]]", "")).isPresent());
  }

  private static boolean crossOrigin(String origin, String host) {
    try {
      return !URI.create(origin).getAuthority().equals(host);
    } catch (IllegalArgumentException | NullPointerException e) {
      return true;
    }
  }

  /** Takes as long for a wrong token as for the right one. */
  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.trim().getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
