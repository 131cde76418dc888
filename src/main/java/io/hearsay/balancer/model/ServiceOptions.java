package io.hearsay.balancer.model;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How the balancer treats one service: set by the balancer's own operator ({@code
 * hearsay.service.NAME.*}), never by members, which may only say where they are and how much they
 * take.
 *
 * @param mode what its servers speak
 * @param bind the address of a frontend of its own, as HAProxy writes it, e.g. {@code :6379};
 *     empty: it is reached through the common one
 * @param balance how a server is chosen (HAProxy configuration manual 2.6, section 4.2,
 *     <i>balance</i>)
 * @param check how HAProxy finds out whether a server is well
 * @param interval between two checks of a server that is well
 * @param maxconn requests or connections at a time that one server is given, others wait; 0: any
 *     number
 * @param idle connections without a request that are kept to one server for later ones; HTTP only.
 *     When its network goes silent, so many requests at most are sent where nothing hears them; 0
 *     gives each request a connection of its own
 * @param sticky whether a client stays with its server, by a cookie; HTTP only
 * @param timeoutConnect how long a server may take to accept a connection before another one is
 *     asked. Hosts answer this, not applications, so it is a matter of the way to them
 * @param timeoutServer how long a server may be silent; for TCP the client too
 * @param hosts names that the service is asked for; if these or the paths are set, what its members
 *     say does not count. Lower case, {@code *.} stands for any name below
 * @param paths prefixes of paths, without a slash at the end
 */
public record ServiceOptions(
    Protocol mode,
    Optional<String> bind,
    Balance balance,
    Check check,
    Duration interval,
    int maxconn,
    int idle,
    boolean sticky,
    Duration timeoutConnect,
    Duration timeoutServer,
    SortedSet<String> hosts,
    SortedSet<String> paths) {

  /** What a service has that nothing was said about. */
  public static final ServiceOptions DEFAULT = defaults(Protocol.HTTP);

  /** What servers speak. */
  public enum Protocol {
    /** HTTP. */
    HTTP,
    /** Anything over TCP; such a service needs an address of its own. */
    TCP
  }

  /** How a server is chosen. All of these let HAProxy take servers in at run time. */
  public enum Balance {
    /** In turn. */
    ROUNDROBIN,
    /** Who has the fewest connections. */
    LEASTCONN,
    /** By chance. */
    RANDOM,
    /** The same for the same client address, while the servers stay. */
    SOURCE,
    /** The same for the same path, while the servers stay: for caches. HTTP only. */
    URI
  }

  /** How HAProxy finds out whether a server is well. */
  public sealed interface Check {
    /** Not at all: only the sidecar's word counts. */
    record None() implements Check {}

    /** It accepts connections. */
    record Tcp() implements Check {}

    /** It answers Redis' PING. */
    record Redis() implements Check {}

    /**
     * It answers a request over HTTP.
     *
     * @param method HEAD, GET or OPTIONS
     * @param lenient any answer below 500 will do, since nobody said that this path tells about
     *     health; otherwise it takes one below 400
     */
    record Http(String method, String path, boolean lenient) implements Check {}
  }

  /** Copies the sets. */
  public ServiceOptions {
    hosts = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    paths = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(paths));
  }

  /** The defaults of a service that speaks this. */
  public static ServiceOptions defaults(Protocol mode) {
    boolean http = mode == Protocol.HTTP;
    return new ServiceOptions(
        mode,
        Optional.empty(),
        Balance.ROUNDROBIN,
        http ? new Check.Http("HEAD", "/", true) : new Check.Tcp(),
        Duration.ofSeconds(2),
        0,
        16,
        false,
        Duration.ofMillis(300),
        http ? Duration.ofMinutes(1) : Duration.ofHours(1),
        new TreeSet<>(),
        new TreeSet<>());
  }

  /** Whether it is reached through the common frontend. */
  boolean routed() {
    return bind.isEmpty() && mode == Protocol.HTTP;
  }
}
