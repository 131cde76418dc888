package io.hearsay.balancer.model;

import io.hearsay.option.Option;
import io.hearsay.option.OptionValues;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** How the balancer treats one service; what each value means stands at its option. */
public final class ServiceOptions {

  private static final SortedSet<String> NONE = Collections.unmodifiableSortedSet(new TreeSet<>());

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

  private final OptionValues values;

  private ServiceOptions(OptionValues values) {
    this.values = values;
  }

  /** The defaults of a service that speaks this. */
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

  /** The same with another value of one option. */
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

  /** What its servers speak. */
  public Protocol mode() {
    return get(ServiceOption.MODE);
  }

  /** The address of a frontend of its own; empty: it is reached through the common one. */
  public Optional<String> bind() {
    return find(ServiceOption.BIND);
  }

  /** How a server is chosen. */
  public Balance balance() {
    return get(ServiceOption.BALANCE);
  }

  /** How HAProxy finds out whether a server is well. */
  public Check check() {
    return get(ServiceOption.CHECK);
  }

  /** Between two checks of a server that is well. */
  public Duration interval() {
    return get(ServiceOption.INTERVAL);
  }

  /** Requests or connections at a time that one server is given; 0: any number. */
  public int maxconn() {
    return find(ServiceOption.MAXCONN).orElse(0);
  }

  /** Connections without a request that are kept to one server. */
  public int idle() {
    return get(ServiceOption.IDLE);
  }

  /** Whether a client stays with its server, by a cookie. */
  public boolean sticky() {
    return get(ServiceOption.STICKY);
  }

  /** How long a server may take to accept a connection. */
  public Duration timeoutConnect() {
    return get(ServiceOption.TIMEOUT_CONNECT);
  }

  /** How long a server may be silent. */
  public Duration timeoutServer() {
    return get(ServiceOption.TIMEOUT_SERVER);
  }

  /** Names that it is asked for; if these or the paths are set, what members say does not count. */
  public SortedSet<String> hosts() {
    return find(ServiceOption.HOST).orElse(NONE);
  }

  /** Prefixes of paths, without a slash at the end. */
  public SortedSet<String> paths() {
    return find(ServiceOption.PATH).orElse(NONE);
  }

  /** Whether it is reached through the common frontend by host and path. */
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
