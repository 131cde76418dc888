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
 * @param services sorted by name; one without servers is there if the balancer's operator named it
 * @param routes what the common frontend gives to whom, in the order in which it must look
 * @param fallback the service that gets what no route takes
 */
public record Catalog(List<Service> services, List<Route> routes, Optional<String> fallback) {
  /** No service, no server. */
  public static final Catalog EMPTY = new Catalog(List.of(), List.of(), Optional.empty());

  /** Copies the lists. */
  public Catalog {
    services = List.copyOf(services);
    routes = List.copyOf(routes);
  }

  /**
   * Servers that do the same.
   *
   * @param servers sorted by name
   */
  public record Service(String name, ServiceOptions options, List<Server> servers) {
    public Service {
      servers = List.copyOf(servers);
    }

    /** The same with other servers. */
    public Service with(List<Server> others) {
      return new Service(name, options, others);
    }
  }

  /**
   * Requests that go to one service.
   *
   * @param host in lower case, or {@code *.} and the names' end, or empty: any
   * @param path prefix, whole segments only, no slash at the end, or empty: any
   */
  public record Route(String host, String path, String service) {}

  /**
   * One server.
   *
   * @param address an IP literal printed by us
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
   * How much a server takes.
   *
   * @param weight 0–256; 0 takes no new requests
   * @param disabled out of service
   * @param backup only when no other is up: it is in another zone
   */
  public record Share(int weight, boolean disabled, boolean backup) {}

  /**
   * What a server says of itself besides.
   *
   * @param zone empty if it says none
   * @param version empty if it says none
   * @param tags those whose key and value fit the grammar
   */
  public record Labels(String zone, String version, SortedMap<String, String> tags) {
    /** Copies the tags. */
    public Labels {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
  }

  /** The same with other services. */
  public Catalog with(List<Service> others) {
    return new Catalog(others, routes, fallback);
  }

  /** Whether there is no server. */
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
