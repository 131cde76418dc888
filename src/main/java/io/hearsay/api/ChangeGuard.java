package io.hearsay.api;

import io.hearsay.agent.Agent;
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
 * is not its user: a page of another origin is refused, whatever it sends.
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
    if (crossOrigin(call)) {
      return refused("a page of another origin may not change anything here");
    }
    var peer = request.remoteAddress();
    if (peer != null && isLoopback(peer.hostAddress())) {
      return Optional.empty();
    }
    var token = agent.settings().flatMap(AgentSettings::token);
    if (token.isEmpty()) {
      return refused(
          "changes are open to callers on this host only; start the agent with --token-file FILE to open them to"
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

  private static boolean crossOrigin(ContainerRequestContext call) {
    var origin = call.getHeaderString("Origin");
    if (origin == null) {
      return false;
    }
    try {
      return !URI.create(origin).getAuthority().equals(call.getHeaderString(HttpHeaders.HOST));
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
