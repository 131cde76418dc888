package io.hearsay.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the stories use, and the promise that nothing of it is left in the end. */
final class Stage implements AutoCloseable {
  private static final String NETWORK = "e2e-alone";

  private final Path compose;
  private final List<Project> projects = new ArrayList<>();
  private final Shop shop;
  private boolean network;

  /**
   * @param compose the directory with the compose files
   */
  Stage(Path compose) {
    this.compose = compose;
    var site = site(0);
    this.shop = new Shop(project("e2e-shop", "compose.yaml", site), site);
  }

  /** The shop that most stories share. */
  Shop shop() {
    return shop;
  }

  /** A network for containers that belong to no project. */
  synchronized String network() {
    if (!network) {
      Docker.run("network", "create", NETWORK);
      network = true;
    }
    return NETWORK;
  }

  Path compose() {
    return compose;
  }

  /** Ports of this host that no other project has. */
  static Site site(int number) {
    return new Site(18_080 + number, 11_936 + number, 17_373 + number);
  }

  /** A project with one balancer. */
  Project project(String name, String file, Site site) {
    return project(name, file, ports("", site));
  }

  /** A project with two balancers. */
  Project project(String name, String file, Site first, Site second) {
    var ports = new HashMap<>(ports("", first));
    ports.putAll(ports("2", second));
    return project(name, file, ports);
  }

  private synchronized Project project(String name, String file, Map<String, String> ports) {
    var project = new Project(name, compose.resolve(file), ports);
    projects.add(project);
    return project;
  }

  private static Map<String, String> ports(String suffix, Site site) {
    return Map.of(
        "SHOP_PORT" + suffix, "" + site.shop(),
        "STATS_PORT" + suffix, "" + site.stats(),
        "DASHBOARD_PORT" + suffix, "" + site.dashboard());
  }

  /** The last log lines of everything that runs, for whoever looks for a fault. */
  synchronized String logs() {
    var logs = new StringBuilder();
    projects.forEach(project -> logs.append(project.logs()).append('\n'));
    ours().forEach(c -> logs.append(c.name()).append('\n').append(c.logs()).append('\n'));
    return logs.toString();
  }

  private static List<Container> ours() {
    var ids = Docker.run("ps", "-aq", "--no-trunc", "--filter", "label=" + Docker.LABEL);
    return ids.lines().map(Container::new).toList();
  }

  /** Removes what stories have started beside the shop. */
  synchronized void clear() {
    ours().forEach(Container::remove);
    projects.subList(1, projects.size()).forEach(Project::down);
    projects.subList(1, projects.size()).clear();
  }

  @Override
  public synchronized void close() {
    clear();
    projects.forEach(Project::down);
    Docker.attempt("network", "rm", NETWORK);
  }
}
