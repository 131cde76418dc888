package io.hearsay.http.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which members serve which services, and the picture of that.
 *
 * @param balancers that are present
 * @param servers each a member in a service
 */
record Serving(List<Node> balancers, List<Server> servers) {
  private static final int BALANCERS = 6;
  private static final int SERVICES = 10;
  private static final int ZONES = 6;

  /** With more members than this, they are not drawn individually. */
  private static final int MEMBERS = 16;

  private static final int ROW = 30;
  private static final int TOP = 14;
  private static final int FRAME_TOP = 22;
  private static final int BALANCER_X = 4;
  private static final int SERVICE_X = 310;
  private static final int MEMBER_X = 640;
  private static final int BOX = 230;

  /** A balancer. */
  record Node(String name, String zone) {}

  /**
   * A member in a service.
   *
   * @param level {@code passing}, {@code failing} or {@code note}
   * @param backup whether it serves only when no other does
   */
  record Server(String service, String member, String zone, String level, boolean backup) {}

  Picture picture() {
    if (servers.isEmpty() && balancers.isEmpty()) {
      return Picture.NONE;
    }
    var picture = new Picture.Builder();
    var services = new TreeMap<>(servers.stream().collect(Collectors.groupingBy(Server::service)));
    var left = column(balancers.size(), BALANCERS);
    var middle = column(services.size(), SERVICES);
    int right = members(picture);
    int height = Math.max(right, Math.max(left, middle) * ROW + TOP);
    int y = (height - left * ROW) / 2 + ROW / 2;
    for (int i = 0; i < left; i++, y += ROW) {
      boolean rest = left < balancers.size() && i == left - 1;
      var text =
          rest
              ? (balancers.size() - i) + " more balancers"
              : named(balancers.get(i).name(), balancers.get(i).zone());
      var link = rest ? "ui/members?filter=role:balancer" : MemberRow.link(balancers.get(i).name());
      picture.box(
          rest ? "" : "b " + balancers.get(i).name(),
          new Picture.Box(BALANCER_X, y, BOX, text, link, "calm"));
    }
    var order = new ArrayList<>(services.keySet());
    order.sort(
        Comparator.comparing((String s) -> services.get(s).stream().allMatch(Serving::isWell))
            .thenComparing(Comparator.naturalOrder()));
    y = (height - middle * ROW) / 2 + ROW / 2;
    for (int i = 0; i < middle; i++, y += ROW) {
      var name = order.get(i);
      boolean rest = middle < order.size() && i == middle - 1;
      var box =
          rest
              ? new Picture.Box(
                  SERVICE_X, y, BOX, (order.size() - i) + " more services", "", "gone")
              : new Picture.Box(
                  SERVICE_X,
                  y,
                  BOX,
                  name + ": " + services.get(name).size(),
                  ServiceBlock.link(name),
                  level(services.get(name)));
      picture.box(rest ? "" : "s " + name, box);
      balancers.forEach(b -> picture.line("b " + b.name(), "s " + name, "all"));
    }
    lines(picture);
    return picture.build(height, label(services));
  }

  private static String named(String name, String zone) {
    return zone.isEmpty() ? name : name + " (" + zone + ")";
  }

  private static int column(int wanted, int most) {
    return Math.min(wanted, most);
  }

  private static boolean isWell(Server server) {
    return server.level().equals("passing");
  }

  private static String level(List<Server> of) {
    return of.stream().allMatch(Serving::isWell)
        ? "passing"
        : of.stream().noneMatch(Serving::isWell) ? "failing" : "note";
  }

  private Map<String, List<Server>> zones() {
    var all = new TreeMap<>(servers.stream().collect(Collectors.groupingBy(Server::zone)));
    var order = new ArrayList<>(all.keySet());
    order.sort(
        Comparator.comparingInt((String z) -> -all.get(z).size())
            .thenComparing(Comparator.naturalOrder()));
    var zones = new LinkedHashMap<String, List<Server>>();
    order.stream().limit(ZONES).forEach(z -> zones.put(z, all.get(z)));
    return zones;
  }

  private boolean oneByOne() {
    return servers.size() <= MEMBERS;
  }

  /** Draws the right-hand column; returns its height. */
  private int members(Picture.Builder picture) {
    int y = TOP;
    for (var zone : zones().entrySet()) {
      int top = y;
      y += FRAME_TOP + ROW / 2;
      var boxes = new TreeMap<String, List<Server>>();
      for (var server : zone.getValue()) {
        boxes.computeIfAbsent(place(server), p -> new ArrayList<>()).add(server);
      }
      for (var box : boxes.entrySet()) {
        var of = box.getValue();
        long down = of.stream().filter(s -> !isWell(s)).count();
        var first = of.getFirst();
        picture.box(
            box.getKey(),
            new Picture.Box(
                MEMBER_X,
                y,
                BOX,
                oneByOne()
                    ? first.member() + (first.backup() ? " (backup)" : "")
                    : of.size() + " servers" + (down == 0 ? "" : ", " + down + " not up"),
                oneByOne() ? MemberRow.link(first.member()) : "",
                level(of)));
        y += ROW;
      }
      picture.frame(
          new Picture.Frame(
              top,
              y - top - ROW / 2 + 4,
              zone.getKey().isEmpty() ? "no zone" : "zone " + zone.getKey()));
      y += 2;
    }
    return y;
  }

  private String place(Server server) {
    return oneByOne() ? "m " + server.member() : "z " + server.zone();
  }

  private void lines(Picture.Builder picture) {
    var between = new LinkedHashMap<List<String>, List<Server>>();
    for (var server : servers) {
      between
          .computeIfAbsent(List.of("s " + server.service(), place(server)), k -> new ArrayList<>())
          .add(server);
    }
    between.forEach(
        (ends, of) ->
            picture.line(
                ends.getFirst(),
                ends.getLast(),
                level(of) + (of.stream().allMatch(Server::backup) ? " backup" : "")));
  }

  private String label(Map<String, List<Server>> services) {
    var words =
        services.entrySet().stream()
            .limit(SERVICES)
            .map(e -> e.getKey() + " by " + e.getValue().size())
            .collect(Collectors.joining(", "));
    return balancers.size()
        + (balancers.size() == 1 ? " balancer, " : " balancers, ")
        + services.size()
        + (services.size() == 1 ? " service, " : " services, ")
        + servers.size()
        + (servers.size() == 1 ? " server" : " servers")
        + (words.isEmpty() ? "" : ": " + words);
  }
}
