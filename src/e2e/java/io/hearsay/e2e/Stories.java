package io.hearsay.e2e;

import java.util.List;

/** All stories by name, in groups. Those of one group are played in parallel. */
final class Stories {
  /**
   * A story and what it needs.
   *
   * @param webs the number of web containers that it starts with; 0 if it does not use the shop
   */
  record Choice(String name, int webs, Story story) {}

  private static final List<List<Choice>> GROUPS =
      List.of(
          alone("1", 0, new ColdStart()),
          alone("2", 5, new Scale()),
          alone("3", 3, new Kill()),
          alone("4", 3, new Stop()),
          // Half a minute of waiting each, for different web containers.
          List.of(new Choice("5", 4, new Pause()), new Choice("6", 4, new NewAddress())),
          alone("7", 3, new Balancer()),
          alone("seeds", 3, new Seeds()),
          alone("8", 2, new AppCrash()),
          alone("10", 3, new Unhealthy()),
          alone("pages", 3, new Pages()),
          alone("hardened", 2, new Hardened()),
          alone("s6", 2, new S6()),
          alone("11", 0, new ComposeFiles()),
          alone("two-balancers", 0, new TwoBalancers()),
          alone("9", 0, new Orphans()),
          alone("scratch", 0, new Scratch()),
          List.of(
              new Choice("pid1", 0, new Pid1()), new Choice("healthcheck", 0, new HealthCheck())),
          alone("images", 0, new Images()));

  private Stories() {}

  private static List<Choice> alone(String name, int webs, Story story) {
    return List.of(new Choice(name, webs, story));
  }

  static List<List<Choice>> groups() {
    return GROUPS;
  }

  static List<String> names() {
    return GROUPS.stream().flatMap(List::stream).map(Choice::name).toList();
  }
}
