package io.hearsay.e2e;

import io.hearsay.testkit.Results;
import java.io.IOException;
import java.time.Duration;

/** {@code compose.ha.yaml}: a web container that stops waits for both, and either can go. */
final class TwoBalancers implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    stage.shop().project().down();
    var one = Stage.site(3);
    var two = Stage.site(4);
    var project = stage.project("e2e-ha", "compose.ha.yaml", one, two);
    project.compose("up", "-d", "--wait", "--scale", "web=3");
    var first = new Shop(project, one);
    var second = new Shop(project, two);
    var webs = first.webs();
    first.awaitRotation(Shop.names(webs), LIMIT);
    second.awaitRotation(Shop.names(webs), LIMIT);
    results.equal("compose.ha.yaml: webs that answer at the first", one.rotation().size(), 3);
    results.equal("compose.ha.yaml: webs that answer at the second", two.rotation().size(), 3);

    var stopped = webs.getFirst();
    var atOne = Visitors.at(one);
    var atTwo = Visitors.at(two);
    try (atOne;
        atTwo) {
      Docker.run("stop", stopped.id());
      results.equal("two balancers: code of a web that stops", stopped.exitCode(), 0);
      atOne.more(200);
      atTwo.more(200);
    }
    atOne.noneFailed("two balancers, a web stops: at the first", results);
    atTwo.noneFailed("two balancers, a web stops: at the second", results);

    var left = Visitors.at(two);
    try (left) {
      Docker.run("kill", project.container("balancer1").id());
      Docker.run("stop", webs.getLast().id());
      results.equal(
          "two balancers, one killed: code of a web that stops", webs.getLast().exitCode(), 0);
      left.more(200);
    }
    left.noneFailed("two balancers, one killed: at the other", results);
  }
}
