package io.hearsay.balancer.model;

import io.hearsay.option.Option;
import io.hearsay.option.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The options of one service; each value is described at its option. */
public final class ServiceOptions {

  private static final SortedSet<String> NONE = Collections.unmodifiableSortedSet(new TreeSet<>());

  /** The options of a service that is not configured. */
  public static final ServiceOptions DEFAULT = defaults(Protocol.HTTP);

  /** The protocol of servers. */
  public enum Protocol {
    /** HTTP. */
    HTTP,
    /** Anything over TCP; such a service needs an address of its own. */
    TCP
  }

  /** How a server is chosen. With all of these, HAProxy can add servers at run time. */
  public enum Balance {
    /** In turn. */
    ROUNDROBIN,
    /** The one with the fewest connections. */
    LEASTCONN,
    /** At random. */
    RANDOM,
    /** The same for the same client address while the servers stay the same. */
    SOURCE,
    /** The same for the same path while the servers stay the same, for caches. HTTP only. */
    URI
  }

  /** HAProxy's health check of a server. */
  public sealed interface Check {
    /** None: only what the sidecar announces counts. */
    record None() implements Check {}

    /** The server must accept connections. */
    record Tcp() implements Check {}

    /** The server must answer Redis' PING. */
    record Redis() implements Check {}

    /**
     * The server must answer an HTTP request.
     *
     * @param method HEAD, GET or OPTIONS
     * @param lenient whether any status below 500 passes, since this path is not known to report
     *     health; otherwise it must be below 400
     */
    record Http(String method, String path, boolean lenient) implements Check {}
  }

  private final OptionValues values;

  private ServiceOptions(OptionValues values) {
    this.values = values;
  }

  /** The defaults of a service with this protocol. */
  public static ServiceOptions defaults(Protocol mode) {
    boolean http = mode == Protocol.HTTP;
    return new ServiceOptions(
        ServiceOption.GROUP
            .defaults()
            .with(ServiceOption.MODE, mode)
            .with(ServiceOption.CHECK, http ? new Check.Http("HEAD", "/", true) : new Check.Tcp())
            .with(
                ServiceOption.TIMEOUT_SERVER, http ? Duration.ofMinutes(1) : Duration.ofHours(1)));
  }

  /** The same options with this value for one of them. */
  public <T> ServiceOptions with(Option<T> option, T value) {
    return new ServiceOptions(values.with(option, value));
  }

  /** The value of an option that has a default. */
  public <T> T get(Option<T> option) {
    return values.get(option);
  }

  /** The value of an option that may have none. */
  public <T> Optional<T> find(Option<T> option) {
    return values.find(option);
  }

  /** The protocol of its servers. */
  public Protocol mode() {
    return get(ServiceOption.MODE);
  }

  /** The address of a frontend beside the common one; empty if it is reached through that. */
  public Optional<String> bind() {
    return find(ServiceOption.BIND);
  }

  /** How a server is chosen. */
  public Balance balance() {
    return get(ServiceOption.BALANCE);
  }

  /** HAProxy's health check of its servers. */
  public Check check() {
    return get(ServiceOption.CHECK);
  }

  /** Interval of the checks of a healthy server. */
  public Duration interval() {
    return get(ServiceOption.INTERVAL);
  }

  /** Maximum number of concurrent requests or connections per server; 0: unlimited. */
  public int maxconn() {
    return find(ServiceOption.MAXCONN).orElse(0);
  }

  /** Maximum number of idle connections kept to one server. */
  public int idle() {
    return get(ServiceOption.IDLE);
  }

  /** Whether a client stays with its server, by a cookie. */
  public boolean sticky() {
    return get(ServiceOption.STICKY);
  }

  /**
   * How long a server may take to accept a connection. HAProxy counts the TLS handshake as part of
   * it, for requests and checks alike; without TLS the host's kernel accepts.
   *
   * @param tls whether any of its servers is spoken to over TLS
   */
  public Duration timeoutConnect(boolean tls) {
    return find(ServiceOption.TIMEOUT_CONNECT)
        .orElse(tls ? ServiceOption.TLS_CONNECT : ServiceOption.PLAIN_CONNECT);
  }

  /** How long a server may be silent. */
  public Duration timeoutServer() {
    return get(ServiceOption.TIMEOUT_SERVER);
  }

  /**
   * Host names that are routed to it; if these or the paths are set, what members say is ignored.
   */
  public SortedSet<String> hosts() {
    return find(ServiceOption.HOST).orElse(NONE);
  }

  /** Prefixes of paths that are routed to it, without a slash at the end. */
  public SortedSet<String> paths() {
    return find(ServiceOption.PATH).orElse(NONE);
  }

  /** Whether the balancer's operator has set neither hosts nor paths. */
  public boolean isFallback() {
    return hosts().isEmpty() && paths().isEmpty();
  }

  /**
   * The routes that the balancer's operator has set: each host with each path.
   *
   * @param service its name
   */
  public List<Catalog.Route> routesTo(String service) {
    var routes = new ArrayList<Catalog.Route>();
    if (!isFallback()) {
      for (var host : orAny(hosts())) {
        for (var path : orAny(paths())) {
          routes.add(new Catalog.Route(host, path, service));
        }
      }
    }
    return routes;
  }

  private static Iterable<String> orAny(SortedSet<String> values) {
    return values.isEmpty() ? List.of("") : values;
  }

  /** Whether the common frontend routes to it by host and path. */
  boolean routed() {
    return bind().isEmpty() && mode() == Protocol.HTTP && find(ServiceOption.HEADER).isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServiceOptions o && values.equals(o.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "ServiceOptions " + values;
  }
}
