package io.hearsay.balancer.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The validated services and servers that HAProxy should serve. Equal catalogs render to equal
 * configurations.
 *
 * @param services sorted by name; one without servers is included if the balancer's operator has
 *     configured it
 * @param routes the routes of the common frontend, in the order in which they must be tried
 * @param fallback the service for requests that no route takes
 */
public record Catalog(List<Service> services, List<Route> routes, Optional<String> fallback) {
  /** The empty catalog. */
  public static final Catalog EMPTY = new Catalog(List.of(), List.of(), Optional.empty());

  /** Copies the lists. */
  public Catalog {
    services = List.copyOf(services);
    routes = List.copyOf(routes);
  }

  /**
   * A group of equivalent servers.
   *
   * @param servers sorted by name
   */
  public record Service(String name, ServiceOptions options, List<Server> servers) {
    public Service {
      servers = List.copyOf(servers);
    }

    /** The same service with other servers. */
    public Service with(List<Server> others) {
      return new Service(name, options, others);
    }
  }

  /**
   * Selects requests that go to one service.
   *
   * @param host in lower case; {@code *.} and a suffix for all names with it; empty for any
   * @param path a prefix of whole segments, without a slash at the end; empty for any
   */
  public record Route(String host, String path, String service) {}

  /**
   * One server.
   *
   * @param address an IP literal in normalised form
   * @param port 1–65535
   */
  public record Server(String name, String address, int port, Share share, Labels labels) {
    /** See {@link Share#weight()}. */
    public int weight() {
      return share.weight();
    }

    /** See {@link Share#disabled()}. */
    public boolean disabled() {
      return share.disabled();
    }

    /** See {@link Share#backup()}. */
    public boolean backup() {
      return share.backup();
    }

    /** See {@link Labels#zone()}. */
    public String zone() {
      return labels.zone();
    }

    /** See {@link Labels#version()}. */
    public String version() {
      return labels.version();
    }

    /** See {@link Labels#tags()}. */
    public SortedMap<String, String> tags() {
      return labels.tags();
    }
  }

  /**
   * A server's share of the requests.
   *
   * @param weight 0–256; with 0 it gets no new requests
   * @param disabled whether it is out of service
   * @param backup whether it is used only when no other is up, since it is in another zone
   */
  public record Share(int weight, boolean disabled, boolean backup) {}

  /**
   * What else a server says about itself.
   *
   * @param zone empty if it has none
   * @param version empty if it has none
   * @param tags those whose key and value are valid
   */
  public record Labels(String zone, String version, SortedMap<String, String> tags) {
    /** Copies the tags. */
    public Labels {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
  }

  /** The same catalog with other services. */
  public Catalog with(List<Service> others) {
    return new Catalog(others, routes, fallback);
  }

  /** Whether there are no servers. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** The names of all servers. */
  public Set<String> names() {
    return services.stream()
        .flatMap(s -> s.servers().stream())
        .map(Server::name)
        .collect(Collectors.toSet());
  }

  /** The number of servers of all services. */
  public int size() {
    return services.stream().mapToInt(s -> s.servers().size()).sum();
  }
}
