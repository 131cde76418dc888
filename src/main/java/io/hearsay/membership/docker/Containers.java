package io.hearsay.membership.docker;

import io.hearsay.membership.ContainerFilter;
import io.hearsay.membership.IpLiteral;
import io.hearsay.membership.LocalNetworks;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The addresses of a container engine's running containers. They are places to ask, nothing more:
 * whatever the engine says has to be an IP literal, and at most {@value #MOST} are taken. Blocks:
 * not for an event loop.
 */
public final class Containers {
  /** Vert.x' own, which binds nothing to classes and so needs no reflection. */
  private static final JacksonCodec CODEC = new JacksonCodec();

  private static final int MOST = 64;
  private static final String UNIX = "unix://";

  private final Optional<Engine> engine;
  private final Predicate<InetAddress> near;

  /**
   * The containers of an engine.
   *
   * @param engine empty if there is one that cannot be asked
   * @param near whether an address is in a network of this host's
   */
  private Containers(Optional<Engine> engine, Predicate<InetAddress> near) {
    this.engine = engine;
    this.near = near;
  }

  /**
   * The containers of the engine at {@code DOCKER_HOST}, if it is {@code unix://PATH}.
   *
   * @param dockerHost the variable's value; empty: {@code unix:///var/run/docker.sock}
   */
  public static Containers of(Optional<String> dockerHost) {
    return of(dockerHost, LocalNetworks::contain);
  }

  static Containers of(Optional<String> dockerHost, Predicate<InetAddress> near) {
    var host = dockerHost.filter(h -> !h.isEmpty()).orElse(UNIX + "/var/run/docker.sock");
    return new Containers(
        host.startsWith(UNIX) && host.length() > UNIX.length()
            ? Optional.of(new Engine(Path.of(host.substring(UNIX.length()))))
            : Optional.empty(),
        near);
  }

  /**
   * The addresses of the containers that are meant. Of a container with addresses in networks that
   * this host or container is in as well, only those.
   *
   * @return not empty
   * @throws IOException if there are none; the message says why and what to do
   */
  public Set<InetAddress> addresses(ContainerFilter filter) throws IOException {
    if (engine.isEmpty()) {
      throw new IOException(
          "DOCKER_HOST is not unix://PATH, and an engine is asked by a Unix socket only");
    }
    var containers = parsed(engine.get().get(target(filter)));
    if (containers.isEmpty()) {
      throw new IOException(
          "no running container has that "
              + filter.kind()
              + "; see docker ps --filter "
              + filter.kind()
              + "="
              + filter.value());
    }
    var all = new LinkedHashSet<InetAddress>();
    for (var container : containers) {
      if (container instanceof JsonObject it) {
        var its = addresses(it);
        boolean reached = its.stream().anyMatch(near);
        its.stream()
            .filter(address -> !reached || near.test(address))
            .takeWhile(address -> all.size() < MOST)
            .forEach(all::add);
      }
    }
    if (all.isEmpty()) {
      throw new IOException(
          "the containers with that "
              + filter.kind()
              + " have no address of their own, as with network mode host; give the host's address"
              + " instead");
    }
    return all;
  }

  private static String target(ContainerFilter filter) {
    var filters =
        new JsonObject()
            .put(filter.kind(), new JsonArray().add(filter.value()))
            .put("status", new JsonArray().add("running"));
    return "/containers/json?filters="
        + URLEncoder.encode(CODEC.toString(filters, false), StandardCharsets.UTF_8)
            .replace("+", "%20");
  }

  /** The list in an answer. */
  static JsonArray parsed(byte[] body) throws IOException {
    try {
      if (CODEC.fromBuffer(Buffer.buffer(body), Object.class) instanceof JsonArray containers) {
        return containers;
      }
    } catch (DecodeException e) {
      throw new IOException("the container engine's answer is not JSON", e);
    }
    throw new IOException("the container engine's answer is no list of containers");
  }

  private static Set<InetAddress> addresses(JsonObject container) {
    var found = new LinkedHashSet<InetAddress>();
    if (container.getValue("NetworkSettings") instanceof JsonObject settings
        && settings.getValue("Networks") instanceof JsonObject networks) {
      for (var network : networks) {
        if (network.getValue() instanceof JsonObject it) {
          address(it.getValue("IPAddress")).ifPresent(found::add);
          address(it.getValue("GlobalIPv6Address")).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<InetAddress> address(Object text) {
    return text instanceof String literal
        ? IpLiteral.parse(literal).filter(a -> !a.isAnyLocalAddress() && !a.isMulticastAddress())
        : Optional.empty();
  }
}
