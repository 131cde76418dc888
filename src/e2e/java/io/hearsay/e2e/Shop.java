package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code compose.yaml} at run time: a balancer and a number of web containers, shared by most
 * stories.
 */
final class Shop {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Project project;
  private final Site site;

  Shop(Project project, Site site) {
    this.project = project;
    this.site = site;
  }

  Project project() {
    return project;
  }

  Site site() {
    return site;
  }

  Container balancer() {
    return project.container("balancer");
  }

  List<Container> webs() {
    return project.containers("web");
  }

  /**
   * Runs {@code docker compose up --scale web=N}, whatever runs now, without waiting for anything.
   */
  void scale(int webs) {
    project.compose("up", "-d", "--wait", "--scale", "web=" + webs);
  }

  /**
   * Brings the shop into the state that stories expect, whatever others have left: that many web
   * containers, all in the rotation, and no other member alive. Quick if it is so already.
   * (Without {@code --wait}, which refuses a container that was unhealthy and has recovered.)
   */
  void prepare(int webs) {
    project.compose("up", "-d", "--scale", "web=" + webs);
    var containers = webs();
    awaitRotation(names(containers), LIMIT);
    var all = new TreeSet<>(names(containers));
    all.add(balancer().name());
    Await.until("the members were not " + all, LIMIT, () -> site.agent().alive().equals(all));
  }

  /** Waits until HAProxy sends requests to exactly these, and each has answered one. */
  void awaitRotation(Set<String> names, Duration limit) {
    Await.until("the rotation was not " + names, limit, () -> site.rotation().equals(names));
    awaitAnswers(names, limit);
  }

  /** Waits until each of these has answered a request. */
  void awaitAnswers(Set<String> names, Duration limit) {
    var seen = new TreeSet<String>();
    Await.until(
        "there was no answer of each of " + names,
        limit,
        () -> {
          seen.add(site.answer());
          return seen.containsAll(names);
        });
  }

  /** Waits until HAProxy sends this one no requests. */
  void awaitOut(Container web, Duration limit) {
    Await.until(
        web.name() + " stayed in the rotation", limit, () -> !site.rotation().contains(web.name()));
  }

  /** Waits until this one answers. */
  void awaitIn(Container web, Duration limit) {
    awaitAnswers(Set.of(web.name()), limit);
  }

  static Set<String> names(List<Container> containers) {
    return containers.stream().map(Container::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
