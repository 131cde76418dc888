package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.MemberStatus;
import java.nio.file.Path;
import java.util.Map;

/**
 * A balancer in a process of its own that ends at a given step of an apply, as if it had been
 * killed.
 */
public final class CrashingBalancer {
  static final int KILLED = 137;

  private CrashingBalancer() {}

  /** Another server in place of the first one: a change at run time. */
  public static ClusterView otherServer(int port) {
    return Views.of(Views.web("web2", port));
  }

  /** Another service and another server: a reload. */
  public static ClusterView otherService(int port) {
    return Views.of(
        Views.web("web2", port),
        Views.web("api1", port, MemberStatus.ALIVE, Map.of("service", "api", "path", "/api")));
  }

  /** Arguments: the directory, the two ports, the step, whether to reload, the server's port. */
  public static void main(String[] args) {
    int server = Integer.parseInt(args[5]);
    var last = ApplyStep.valueOf(args[3]);
    var test =
        new TestBalancer(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    var balancer =
        new Reconciler(
            test.settings,
            step -> {
              if (step == last) {
                Runtime.getRuntime().halt(KILLED);
              }
            });
    balancer.start();
    balancer.submit(Boolean.parseBoolean(args[4]) ? otherService(server) : otherServer(server));
  }
}
