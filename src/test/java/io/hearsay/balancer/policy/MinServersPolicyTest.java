package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.membership.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MinServersPolicyTest {
  private static final ClusterView NOBODY = new ClusterView(1, "lb", "", List.of());
  private static final Catalog.Route HOST = new Catalog.Route("shop.example.org", "", "shop");
  private static final Catalog.Route PATH = new Catalog.Route("", "/api", "api");

  private final MinServersPolicy policy =
      new MinServersPolicy(BalancerSettings.Empty.KEEP_LAST, 0, 0);

  private static Catalog.Service service(String name) {
    var server =
        new Catalog.Server(
            name + "1",
            "127.0.0.1",
            1,
            new Catalog.Share(100, false, false),
            new Catalog.Labels("", "", new TreeMap<>()));
    return new Catalog.Service(name, ServiceOptions.DEFAULT, List.of(server));
  }

  @Test
  void aServiceThatIsKeptKeepsItsRouteAtItsPlace() {
    var both =
        new Catalog(
            List.of(service("api"), service("shop")), List.of(HOST, PATH), Optional.empty());
    policy.choose(NOBODY, both, 0);

    var shopVanished = new Catalog(List.of(service("api")), List.of(PATH), Optional.empty());

    assertThat(policy.choose(NOBODY, shopVanished, 1)).isEqualTo(both);
  }
}
