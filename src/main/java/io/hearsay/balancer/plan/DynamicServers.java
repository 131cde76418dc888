package io.hearsay.balancer.plan;

import io.hearsay.balancer.haproxy.Version;
import io.hearsay.balancer.model.Endpoint;
import io.hearsay.balancer.plan.ConfigText.ServerLine;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which changes to the servers of one backend a running HAProxy can make with the same effect as
 * reading the new file (management guide, section 9.3, <i>add server</i>, <i>del server</i>, <i>set
 * server</i>). Each method says what prevents a change, if anything.
 */
public final class DynamicServers {
  /**
   * Keywords of a server line that {@code add server} accepts with the same meaning as in the file,
   * and the number of values that follow each.
   */
  private static final Map<String, Integer> KEYWORDS =
      Map.ofEntries(
          Map.entry("addr", 1),
          Map.entry("alpn", 1),
          Map.entry("backup", 0),
          Map.entry("ca-file", 1),
          Map.entry("check", 0),
          Map.entry("check-alpn", 1),
          Map.entry("check-send-proxy", 0),
          Map.entry("check-sni", 1),
          Map.entry("check-ssl", 0),
          Map.entry("cookie", 1),
          Map.entry("crt", 1),
          Map.entry("downinter", 1),
          Map.entry("error-limit", 1),
          Map.entry("fall", 1),
          Map.entry("fastinter", 1),
          Map.entry("inter", 1),
          Map.entry("maxconn", 1),
          Map.entry("maxqueue", 1),
          Map.entry("minconn", 1),
          Map.entry("observe", 1),
          Map.entry("on-error", 1),
          Map.entry("pool-low-conn", 1),
          Map.entry("pool-max-conn", 1),
          Map.entry("pool-purge-delay", 1),
          Map.entry("port", 1),
          Map.entry("proto", 1),
          Map.entry("rise", 1),
          Map.entry("send-proxy", 0),
          Map.entry("send-proxy-v2", 0),
          Map.entry("slowstart", 1),
          Map.entry("sni", 1),
          Map.entry("ssl", 0),
          Map.entry("verify", 1),
          Map.entry("verifyhost", 1),
          Map.entry("ws", 1));

  /** Algorithms that do not depend on a server's position or number. */
  private static final Set<String> DYNAMIC_BALANCE = Set.of("roundrobin", "leastconn", "random");

  /**
   * Algorithms for which this holds with consistent hashing: adding or removing a server then moves
   * only its own share.
   */
  private static final Set<String> HASHES =
      Set.of("source", "uri", "url_param", "hdr", "rdp-cookie", "hash");

  /**
   * Keywords of a backend that refer to servers, or give them options that are not on their lines.
   */
  private static final Set<String> TIES = Set.of("default-server", "server-template", "use-server");

  private final Version version;
  private final Set<String> defaults;
  private final Set<String> words;

  /**
   * The servers of one backend.
   *
   * @param version of the running HAProxy
   * @param defaults first words of the defaults sections
   * @param words first words of the backend
   */
  public DynamicServers(Version version, Set<String> defaults, Set<String> words) {
    this.version = version;
    this.defaults = defaults;
    this.words = words;
  }

  /**
   * Whether HAProxy derives a cookie from each server's address, and must be told to for a new
   * server.
   */
  public boolean makesCookies() {
    return words.contains("dynamic-cookie-key") || defaults.contains("dynamic-cookie-key");
  }

  /** What keeps {@code server} from being added at run time; empty if nothing does. */
  public Optional<String> preventsAdding(ServerLine server) {
    return membership()
        .or(() -> noEndpoint(server))
        .or(() -> keyword(server))
        .or(() -> checkThatWouldDiffer(server));
  }

  /** What keeps {@code server} from being removed at run time; empty if nothing does. */
  public Optional<String> preventsRemoving(ServerLine server) {
    // Removing it would cut connections under way, which a reload does not.
    return server.rest().contains("on-marked-down")
        ? Optional.of("on-marked-down")
        : membership().or(() -> tracked(server));
  }

  /** What keeps a server from being changed at run time; empty if nothing does. */
  public Optional<String> preventsModifying(ServerLine before, ServerLine after) {
    if (before.weight() != after.weight() && balance().isPresent()) {
      return balance();
    }
    if (after.disabled() && !before.disabled() && after.rest().contains("on-marked-down")) {
      return Optional.of("on-marked-down");
    }
    return ties()
        .or(() -> before.address().equals(after.address()) ? Optional.empty() : noEndpoint(after));
  }

  /** What keeps servers from being added or removed at all. */
  private Optional<String> membership() {
    return version.addsServers()
        ? ties().or(this::balance)
        : Optional.of("HAProxy " + version + " cannot, 2.6 could");
  }

  private Optional<String> ties() {
    return TIES.stream()
        .filter(t -> words.contains(t) || defaults.contains(t))
        .sorted()
        .findFirst();
  }

  private Optional<String> balance() {
    var own = words.contains("balance") ? words : defaults;
    return own.stream()
        .filter(w -> w.startsWith("balance "))
        .map(w -> w.substring("balance ".length()))
        .filter(a -> !isDynamic(a.replaceFirst("\\(.*", "")))
        .findFirst()
        .map(a -> "balance " + a + " depends on positions or numbers");
  }

  private boolean isDynamic(String algorithm) {
    var own = words.contains("hash-type") || !defaults.contains("hash-type") ? words : defaults;
    return DYNAMIC_BALANCE.contains(algorithm)
        || (HASHES.contains(algorithm) && own.contains("hash-type consistent"));
  }

  private static Optional<String> noEndpoint(ServerLine server) {
    return Endpoint.parse(server.address()).isPresent()
        ? Optional.empty()
        : Optional.of("its address is not an IP address with a port");
  }

  private Optional<String> keyword(ServerLine server) {
    var rest = server.rest();
    for (int i = 0; i < rest.size(); i++) {
      var values = KEYWORDS.get(rest.get(i));
      if (values == null || (rest.get(i).equals("cookie") && !version.addsCookies())) {
        return Optional.of("keyword " + rest.get(i));
      }
      i += values;
    }
    return Optional.empty();
  }

  /**
   * With a server from the file, checks use TLS and the PROXY protocol if traffic does; with one
   * added at run time, only if its line says so for checks (HAProxy 2.6).
   */
  private static Optional<String> checkThatWouldDiffer(ServerLine server) {
    var rest = server.rest();
    boolean tls = rest.contains("ssl") && !rest.contains("check-ssl");
    boolean proxy =
        (rest.contains("send-proxy") || rest.contains("send-proxy-v2"))
            && !rest.contains("check-send-proxy");
    return server.checked() && (tls || proxy)
        ? Optional.of("its check would differ; give it check-ssl or check-send-proxy")
        : Optional.empty();
  }

  private static Optional<String> tracked(ServerLine server) {
    return server.rest().contains("track") ? Optional.of("keyword track") : Optional.empty();
  }
}
