package io.hearsay.testkit;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.hearsay.membership.node.ClusterNode;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A backend in the test's own process: a member without an agent around it. */
public final class TestMember {
  private TestMember() {}

  /**
   * Starts a backend.
   *
   * @param seed a member to join
   * @param tags in addition to its role
   */
  public static Cluster join(
      Vertx vertx, String name, InetSocketAddress bind, String seed, Map<String, String> tags)
      throws Exception {
    var all = new HashMap<>(tags);
    all.put("role", "backend");
    return ClusterNode.start(
            new ClusterSettings(
                MembershipOption.GROUP
                    .defaults()
                    .with(MembershipOption.NAME, name)
                    .with(MembershipOption.BIND, bind)
                    .with(MembershipOption.JOIN, List.of(seed)),
                Tags.of(all),
                true),
            vertx)
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }
}
