package io.hearsay.http.ui;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.observe.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds the blocks of a balancer's services. */
final class Services {
  private final Map<String, History.Figures> history;
  private final Map<String, List<ServerRow>> rows = new TreeMap<>();
  private final Map<String, List<String>> routes = new HashMap<>();

  Services(PageSource.Balancer balancer) {
    this.history = balancer.history().map(History.Services::services).orElse(Map.of());
    var known = new HashMap<String, Map<String, Catalog.Server>>();
    for (var service : balancer.catalog().services()) {
      rows.put(service.name(), new ArrayList<>());
      routes.put(service.name(), ServiceBlock.routes(balancer.catalog(), service));
      var servers = known.computeIfAbsent(service.name(), s -> new HashMap<>());
      service.servers().forEach(server -> servers.put(server.name(), server));
    }
    for (ProxyStatus.Server server : balancer.status().servers()) {
      var one = known.getOrDefault(server.backend(), Map.of()).get(server.name());
      rows.computeIfAbsent(server.backend(), s -> new ArrayList<>())
          .add(ServerRow.of(server, Optional.ofNullable(one), balancer.seen()));
    }
    rows.values().forEach(servers -> servers.sort(ServerRow.WORST_FIRST));
  }

  /** Number of all servers. */
  int size() {
    return rows.values().stream().mapToInt(List::size).sum();
  }

  /** The services that match a filter, the worst first; a service matches with all its servers. */
  List<ServiceBlock> blocks(Filter filter, RowBudget budget) {
    var blocks = new ArrayList<ServiceBlock>();
    for (var name : rows.keySet()) {
      var all = block(name, Fold.whole(name, List.of(), 0, ""));
      var shown =
          filter.takes(all.searched())
              ? all.servers()
              : all.servers().stream().filter(s -> filter.takes(s.searched())).toList();
      if (filter.isEmpty() || !shown.isEmpty() || filter.takes(all.searched())) {
        blocks.add(new ServiceBlock(name, all.routes(), shown, all.fold(), all.spark()));
      }
    }
    blocks.sort(
        Comparator.comparing((ServiceBlock b) -> b.up() > 0)
            .thenComparing(b -> b.wrong() == 0)
            .thenComparing(ServiceBlock::name));
    return blocks.stream()
        .map(
            b ->
                new ServiceBlock(
                    b.name(),
                    b.routes(),
                    b.servers(),
                    budget.fold(
                        "service " + b.name(), b.servers(), b.wrong(), ServiceBlock.link(b.name())),
                    b.spark()))
        .toList();
  }

  /** One service with all its servers; empty if there is no such service. */
  Optional<ServiceBlock> whole(String name, int most) {
    return rows.containsKey(name)
        ? Optional.of(
            block(
                name, Fold.whole("service " + name, rows.get(name), most, ServiceBlock.link(name))))
        : Optional.empty();
  }

  /** The services that a member is in, with that server alone. */
  List<ServiceBlock> of(String member) {
    return rows.entrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(r -> r.wanted().name().equals(member)))
        .map(
            e -> {
              var own =
                  e.getValue().stream().filter(r -> r.wanted().name().equals(member)).toList();
              return block(
                  e.getKey(),
                  Fold.whole("service " + e.getKey(), own, 1, ServiceBlock.link(e.getKey())));
            })
        .toList();
  }

  /** The servers and their services, for the picture. */
  List<Serving.Server> serving() {
    return rows.values().stream()
        .flatMap(List::stream)
        .map(
            r ->
                new Serving.Server(
                    r.wanted().backend(),
                    r.wanted().name(),
                    r.zone(),
                    r.isWrong()
                        ? "failing"
                        : r.wanted().state().equals("ready") ? "passing" : "note",
                    r.live().backup()))
        .toList();
  }

  private ServiceBlock block(String name, Fold<ServerRow> fold) {
    var figures = history.get(name);
    return new ServiceBlock(
        name,
        routes.getOrDefault(name, List.of()),
        rows.get(name),
        fold,
        figures == null ? Sparkline.NONE : Sparkline.of(figures));
  }
}
