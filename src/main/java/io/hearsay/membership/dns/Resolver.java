package io.hearsay.membership.dns;

import io.hearsay.membership.ContainerFilter;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.IpLiteral;
import io.hearsay.membership.docker.Containers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves a seed to addresses. A name that begins with an underscore is a service (RFC 2782, such
 * as {@code _gossip._udp.web.default.svc.cluster.local}), whose records give names and ports. For
 * any other name all A and AAAA records count; an IP is used as it is. {@code file:PATH} stands for
 * the seeds in that file, {@code docker:FILTER} for the addresses of containers.
 */
public final class Resolver {
  private static final long TIMEOUT_MILLIS = 2000;
  private static final String UNKNOWN_NAME =
      "has no address: its name does not resolve; is it spelt right, does the name server"
          + " (hearsay.dns) know it, and is its container up?";

  private final Context context;
  private final Optional<DnsClient> own;
  private final Vertx vertx;
  private final Containers containers;
  private DnsClient system;

  /**
   * Creates a resolver.
   *
   * @param server the name server to ask instead of the system's, if given
   * @param containers of the engine that {@code docker:} means
   */
  public Resolver(
      Vertx vertx, Context context, Optional<InetSocketAddress> server, Containers containers) {
    this.vertx = vertx;
    this.context = context;
    this.containers = containers;
    this.own =
        server.map(
            s ->
                vertx.createDnsClient(
                    new DnsClientOptions()
                        .setHost(s.getAddress().getHostAddress())
                        .setPort(s.getPort())
                        .setQueryTimeout(TIMEOUT_MILLIS)));
    // Containers come and go faster than Java's caches expire, and a name that does not exist yet
    // must be found as soon as it does.
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /** The addresses of a seed, or why there are none at present. Never fails. */
  public Future<Resolved> resolve(HostPort seed) {
    if (HostPort.isFile(seed.host())) {
      return file(seed.file());
    }
    var filter = seed.containers();
    return filter.isPresent()
        ? containers(filter.get(), seed.port())
        : addresses(seed).map(found -> Resolved.of(found, UNKNOWN_NAME));
  }

  private Future<Set<InetSocketAddress>> addresses(HostPort seed) {
    var literal = IpLiteral.parse(seed.host());
    if (literal.isPresent()) {
      return Future.succeededFuture(Set.of(new InetSocketAddress(literal.get(), seed.port())));
    }
    return seed.host().startsWith("_") ? service(seed.host()) : host(seed.host(), seed.port());
  }

  private Future<Resolved> file(Path file) {
    return context
        .executeBlocking(() -> SeedFile.read(file), false)
        .compose(
            seeds ->
                union(seeds.stream().map(this::addresses).toList())
                    .map(
                        found ->
                            seeds.isEmpty()
                                ? Resolved.none("no line of the file is a seed, HOST[:PORT]")
                                : Resolved.of(
                                    found, "has no address: no name in the file resolves")))
        .recover(
            failure ->
                Future.succeededFuture(
                    Resolved.none(
                        "the file cannot be read; is it there, may this user read it, and is it at"
                            + " most 64 KiB?")));
  }

  private Future<Resolved> containers(ContainerFilter filter, int port) {
    return context
        .executeBlocking(() -> containers.addresses(filter), false)
        .map(
            found -> {
              var all = new LinkedHashSet<InetSocketAddress>();
              found.forEach(ip -> all.add(new InetSocketAddress(ip, port)));
              return new Resolved(all, "");
            })
        .recover(failure -> Future.succeededFuture(Resolved.none(failure.getMessage())));
  }

  private Future<Set<InetSocketAddress>> service(String name) {
    return client()
        .resolveSRV(name)
        .compose(
            records ->
                union(
                    records.stream()
                        .map(r -> addresses(new HostPort(trimmed(r.target()), r.port())))
                        .toList()))
        .recover(failure -> Future.succeededFuture(Set.of()));
  }

  /** The client that looks services up, which Java's own resolver cannot do. */
  private DnsClient client() {
    if (own.isPresent()) {
      return own.get();
    }
    if (system == null) {
      system =
          vertx.createDnsClient(
              new DnsClientOptions().setHost(null).setQueryTimeout(TIMEOUT_MILLIS));
    }
    return system;
  }

  private static String trimmed(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private Future<Set<InetSocketAddress>> host(String name, int port) {
    var found =
        own.map(
                dns ->
                    union(
                        List.of(
                            addresses(dns.resolveA(name), port),
                            addresses(dns.resolveAAAA(name), port))))
            .orElseGet(() -> addresses(context.executeBlocking(() -> lookUp(name), false), port));
    return found.recover(failure -> Future.succeededFuture(Set.of()));
  }

  private static List<String> lookUp(String name) throws java.net.UnknownHostException {
    var all = new ArrayList<String>();
    for (var ip : InetAddress.getAllByName(name)) {
      all.add(ip.getHostAddress());
    }
    return all;
  }

  private static Future<Set<InetSocketAddress>> addresses(Future<List<String>> ips, int port) {
    return ips.map(
            all -> {
              var found = new LinkedHashSet<InetSocketAddress>();
              for (var text : all) {
                IpLiteral.parse(text).ifPresent(ip -> found.add(new InetSocketAddress(ip, port)));
              }
              return (Set<InetSocketAddress>) found;
            })
        .recover(failure -> Future.succeededFuture(Set.of()));
  }

  private static Future<Set<InetSocketAddress>> union(List<Future<Set<InetSocketAddress>>> parts) {
    return Future.join(parts)
        .transform(
            done -> {
              var all = new LinkedHashSet<InetSocketAddress>();
              parts.stream().filter(Future::succeeded).forEach(p -> all.addAll(p.result()));
              return Future.succeededFuture(all);
            });
  }
}
