package io.hearsay.http.ui;

import io.hearsay.balancer.ConfigTexts;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.observe.Backends;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.RefusedJoins;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cluster that no test could start, as its balancer would show it after an hour. */
final class ManyMembers implements Sources {
  private static final int HOUR_SLOTS = 360;

  private final int members;
  private final int services;
  private final String assets;
  private final Set<String> failed = new TreeSet<>();
  private final Set<String> down = new TreeSet<>();
  private final History history = new History();
  private final Instant start = Instant.now().minus(Duration.ofHours(1));
  private volatile long version = 1;

  /** Members in that many services, all well. */
  ManyMembers(int members, int services, String assets) {
    this.members = members;
    this.services = services;
    this.assets = assets;
    for (int slot = 0; slot <= HOUR_SLOTS; slot++) {
      var stats = stats(slot);
      history.see(
          start.plusSeconds(10L * slot),
          stats.stream().filter(ServerStat::isBackend).toList(),
          Backends.of(List.of()));
    }
  }

  /** That member fails from now on. */
  ManyMembers failed(String name) {
    failed.add(name);
    version++;
    return this;
  }

  /** HAProxy calls that server DOWN from now on. */
  ManyMembers down(String name) {
    down.add(name);
    version++;
    return this;
  }

  private String service(int member) {
    return "service-%02d".formatted(member % services);
  }

  private static String zone(int member) {
    return "eu-" + "abc".charAt(member % 3);
  }

  private static String name(int member) {
    return "web%03d".formatted(member);
  }

  private Member member(String name, int number, Map<String, String> tags) {
    try {
      return new Member(
          name,
          "1-" + name,
          InetAddress.getByAddress(
              new byte[] {10, 1, (byte) (number / 250), (byte) (1 + number % 250)}),
          7946,
          new Member.Word(true, TrafficMode.READY, 1, Tags.of(tags)),
          new Member.Sight(
              failed.contains(name) ? MemberStatus.FAILED : MemberStatus.ALIVE,
              start,
              OptionalDouble.of(0.4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private ClusterView view() {
    var all = new ArrayList<Member>();
    for (int i = 0; i < members - 2; i++) {
      all.add(
          member(
              name(i),
              i,
              Map.of(
                  "role", "backend", "service", service(i), "zone", zone(i), "version", "1.4.2")));
    }
    for (int i = 1; i <= 2; i++) {
      all.add(
          member(
              "lb" + i,
              members + i,
              Map.of("role", "balancer", "zone", zone(i), BalancerLink.TAG, "7373")));
    }
    return new ClusterView(version, "lb1", "shop", all);
  }

  /** What HAProxy reports after that many slots. */
  private List<ServerStat> stats(long slots) {
    var stats = new ArrayList<ServerStat>();
    for (int s = 0; s < services; s++) {
      long total = 0;
      long failed = 0;
      for (int i = s; i < members - 2; i += services) {
        var health =
            down.contains(name(i))
                ? new ServerStat.Health("DOWN", "L4CON", "Connection refused", 9)
                : new ServerStat.Health("UP", "L7OK/200", "OK", 3600);
        // A load that rises and falls, and some errors half an hour ago.
        long requests = slots * (40 + i % 7) + Math.round(900 * (1 - Math.cos(slots / 40.0 + i)));
        long errors = Math.max(0, Math.min(20, slots - 180 - 5 * i % 30));
        total += requests;
        stats.add(stat(service(s), name(i), health, requests, errors));
        failed += errors;
      }
      stats.add(
          stat(service(s), "BACKEND", new ServerStat.Health("UP", "", "", 3600), total, failed));
    }
    return stats;
  }

  private static ServerStat stat(
      String service, String name, ServerStat.Health health, long requests, long errors) {
    return new ServerStat(
        service,
        name,
        health,
        new ServerStat.Place("10.1.0.1:3000", 100, false),
        new ServerStat.Load(requests % 5, 0, requests % 60, requests, 0, 0),
        new ServerStat.Errors(0, 0, 0, errors));
  }

  private List<ProxyStatus.Server> servers() {
    var servers = new ArrayList<ProxyStatus.Server>();
    for (int s = 0; s < services; s++) {
      for (int i = s; i < members - 2; i += services) {
        if (!failed.contains(name(i))) {
          servers.add(
              new ProxyStatus.Server(service(s), name(i), "10.1.0." + i % 250, 3000, 100, "ready"));
        }
      }
    }
    return servers;
  }

  private Catalog catalog() {
    var all = new TreeMap<String, List<Catalog.Server>>();
    for (var server : servers()) {
      int number = Integer.parseInt(server.name().substring(3));
      all.computeIfAbsent(server.backend(), b -> new ArrayList<>())
          .add(
              new Catalog.Server(
                  server.name(),
                  server.address(),
                  server.port(),
                  new Catalog.Share(100, false, false),
                  new Catalog.Labels(zone(number), "1.4.2", new TreeMap<>())));
    }
    var routes = new ArrayList<Catalog.Route>();
    var list = new ArrayList<Catalog.Service>();
    all.forEach(
        (name, of) -> {
          routes.add(new Catalog.Route(name + ".shop.example", "", name));
          list.add(new Catalog.Service(name, ServiceOptions.DEFAULT, of));
        });
    return new Catalog(list, routes, Optional.empty());
  }

  @Override
  public Optional<Pulse> pulse() {
    return Optional.of(new Pulse(0, version, Instant.now().getEpochSecond()));
  }

  @Override
  public long nextLook() {
    return 1000;
  }

  @Override
  public PageSource take() {
    var now = Instant.now();
    var stats = stats(HOUR_SLOTS + (now.getEpochSecond() - start.getEpochSecond()) / 10);
    var servers = servers();
    var status =
        new ProxyStatus(
            new ProxyStatus.Revisions(version, version),
            new ProxyStatus.LastChange(
                ProxyStatus.Method.RUNTIME,
                "1 server changed: web001 weight 100 -> 0",
                Optional.of(now),
                Optional.empty(),
                Optional.empty()),
            new ProxyStatus.Servers(servers, true, List.of(), 0, List.of()),
            new ProxyStatus.Counts(0, 1, Map.of(), 7, 0, 0, 0),
            new ProxyStatus.Process(42, true, "2.6.12", 0, true),
            List.of());
    var applies = new ArrayList<ApplyRow>();
    var events = new ArrayList<LogLine>();
    for (int i = 40; i > 0; i--) {
      var at = start.plusSeconds(60L * i);
      applies.add(
          new ApplyRow(i, at, i, "runtime", "1 server changed: " + name(i) + " added", "3 ms"));
      events.add(new LogLine(i, at, "member-join", name(i), "at 10.1.0." + i + ":7946"));
    }
    return new PageSource(
        view(),
        new ClusterStats(
            Duration.ofHours(1),
            true,
            0,
            true,
            new ClusterStats.Place("", new TreeMap<>(), new RefusedJoins()),
            new TreeMap<>(),
            new ClusterStats.Flow(0, List.of())),
        Optional.of(
            new PageSource.Balancer(
                status,
                catalog(),
                new Observation(
                    Optional.of(now),
                    stats.stream().filter(ServerStat::isBackend).toList(),
                    Backends.of(stats),
                    down.stream()
                        .map(
                            d ->
                                new Drift(
                                    Drift.Kind.DOWN,
                                    service(Integer.parseInt(d.substring(3))),
                                    d,
                                    "HAProxy calls it DOWN: Connection refused, L4CON",
                                    now))
                        .toList()),
                history.services(),
                ConfigTexts.NONE)),
        new PageSource.Happened(events, applies),
        new PageSource.Build("1", assets, start),
        now);
  }
}
