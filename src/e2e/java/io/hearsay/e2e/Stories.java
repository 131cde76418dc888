package io.hearsay.e2e;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All stories by their names, in groups. Those of one group are played side by side. */
final class Stories {
  private static final List<Map<String, Story>> GROUPS =
      List.of(
          Map.of("1", new ColdStart()),
          Map.of("2", new Scale()),
          Map.of("3", new Kill()),
          Map.of("4", new Stop()),
          // Half a minute of waiting each, for different webs.
          group("5", new Pause(), "6", new NewAddress()),
          Map.of("7", new Balancer()),
          Map.of("seeds", new Seeds()),
          Map.of("8", new AppCrash()),
          Map.of("10", new Unhealthy()),
          Map.of("pages", new Pages()),
          Map.of("hardened", new Hardened()),
          Map.of("s6", new S6()),
          Map.of("11", new ComposeFiles()),
          Map.of("two-balancers", new TwoBalancers()),
          Map.of("9", new Orphans()),
          Map.of("scratch", new Scratch()),
          group("pid1", new Pid1(), "healthcheck", new HealthCheck()),
          Map.of("images", new Images()));

  private Stories() {}

  private static Map<String, Story> group(String one, Story first, String two, Story second) {
    var group = new LinkedHashMap<String, Story>();
    group.put(one, first);
    group.put(two, second);
    return group;
  }

  static List<Map<String, Story>> groups() {
    return GROUPS;
  }

  static List<String> names() {
    return GROUPS.stream().flatMap(group -> group.keySet().stream()).toList();
  }
}
