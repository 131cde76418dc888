package io.hearsay.http.api;

import io.hearsay.agent.Agent;
import io.hearsay.config.AgentSettings;
import io.hearsay.membership.IpLiteral;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Restricts who may make changes: callers on this host, or with the token. A browser on this host
 * is not trusted like its user: a page of another origin is always refused, and one that was loaded
 * by a name needs the token, since whoever owns a name can make it resolve to this host (DNS
 * rebinding).
 */
final class AccessFilter {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String BEARER = "Bearer ";

  private final Agent agent;

  AccessFilter(Agent agent) {
    this.agent = agent;
  }

  @ServerRequestFilter
  Optional<Response> check(ContainerRequestContext call, HttpServerRequest request) {
    var foreign = foreign(call, request);
    if (foreign.isPresent() || READING.contains(call.getMethod())) {
      return foreign;
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
    if (!hasToken(call)) {
      return Optional.of(
          Problem.response(
              Response.Status.UNAUTHORIZED,
              "send the content of the agent's token file as `Authorization: Bearer TOKEN`"));
    }
    return Optional.empty();
  }

  /**
   * Refuses calls, even for reading, that a browser makes over loopback for another site's page:
   * those that say so, and those for a host that is not this machine's (a name that was made to
   * resolve to it). Following a link to the dashboard is allowed.
   */
  private Optional<Response> foreign(ContainerRequestContext call, HttpServerRequest request) {
    var peer = request.remoteAddress();
    if (peer == null || !isLoopback(peer.hostAddress())) {
      return Optional.empty();
    }
    boolean link =
        "navigate".equals(call.getHeaderString("Sec-Fetch-Mode"))
            && "document".equals(call.getHeaderString("Sec-Fetch-Dest"))
            && READING.contains(call.getMethod())
            && call.getUriInfo().getPath().equals("/");
    if ("cross-site".equals(call.getHeaderString("Sec-Fetch-Site")) && !link) {
      return refused("a page of another site may not call this agent");
    }
    var host = call.getHeaderString(HttpHeaders.HOST);
    var own = agent.settings().map(settings -> settings.http().host());
    if (host != null && !isOurs(host, own) && !hasToken(call)) {
      return refused(
          "this agent is called by its number or as localhost (http://127.0.0.1:…), not by a name"
              + " that may mean anything; with --token-file, the token opens it by any name");
    }
    return Optional.empty();
  }

  /**
   * Whether a host can only mean this machine.
   *
   * @param host as given by a caller, with or without a port
   * @param own the address this agent listens on
   */
  static boolean isOurs(String host, Optional<String> own) {
    try {
      var uri = new URI("http", host, null, null, null);
      var name = uri.getHost();
      return uri.getRawUserInfo() == null
          && (isNumericOrLocal(name) || own.filter(o -> o.equals(name)).isPresent());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private boolean hasToken(ContainerRequestContext call) {
    var token = agent.settings().flatMap(AgentSettings::token);
    var given = call.getHeaderString(HttpHeaders.AUTHORIZATION);
    return token.isPresent()
        && given != null
        && given.startsWith(BEARER)
        && same(given.substring(BEARER.length()), token.get());
  }

  private static Optional<Response> refused(String why) {
    return Optional.of(Problem.response(Response.Status.FORBIDDEN, why));
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
  }

  /** Whether a host is never looked up at a name server. */
  static boolean isNumericOrLocal(String host) {
    return host != null
        && (host.equals("localhost")
            || IpLiteral.parse(host.replaceAll("[\\[\\]]", "")).isPresent());
  }

  static boolean crossOrigin(String origin, String host) {
    try {
      var uri = URI.create(origin);
      return uri.getScheme() == null || !uri.getAuthority().equals(host);
    } catch (IllegalArgumentException | NullPointerException e) {
      return true;
    }
  }

  /** Constant-time comparison. */
  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.trim().getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
