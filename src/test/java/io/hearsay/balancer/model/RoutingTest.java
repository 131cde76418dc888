package io.hearsay.balancer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.model.Catalog.Route;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which service gets which requests, and what becomes of values from members. */
class RoutingTest {
  private static Member of(String name, String service, String... tags) {
    var all = new java.util.HashMap<String, String>();
    all.put("service", service);
    for (int i = 0; i < tags.length; i += 2) {
      all.put(tags[i], tags[i + 1]);
    }
    return Views.web(name, 3000, MemberStatus.ALIVE, all);
  }

  private static Catalog catalog(Member... members) {
    return new CatalogBuilder(Map.of()).build(Views.of(members));
  }

  @Test
  void theMostSpecificRouteComesFirst() {
    var catalog =
        catalog(
            of("a", "any"),
            of("b", "path", "path", "/api"),
            of("c", "host", "host", "Shop.example.org"),
            of("d", "longpath", "path", "/api/v2/"),
            of("e", "wild", "host", "*.example.org"),
            of("f", "both", "host", "shop.example.org", "path", "/api"));

    assertThat(catalog.routes())
        .containsExactly(
            new Route("shop.example.org", "/api", "both"),
            new Route("shop.example.org", "", "host"),
            new Route("*.example.org", "", "wild"),
            new Route("", "/api/v2", "longpath"),
            new Route("", "/api", "path"));
    assertThat(catalog.fallback()).hasValue("any");
  }

  @Test
  void hostAndPathOfAMemberBelongTogether() {
    var catalog =
        catalog(
            of("a", "s", "host", "a.example", "path", "/x"),
            of("b", "s", "host", "b.example", "path", "/y"));

    assertThat(catalog.routes())
        .containsExactly(new Route("a.example", "/x", "s"), new Route("b.example", "/y", "s"));
  }

  @Test
  void aRouteClaimedTwiceGoesToTheFirstServiceByNameWhateverTheOrder() {
    var one = of("z", "alpha", "path", "/api");
    var two = of("a", "beta", "path", "/api/");
    var builder = new CatalogBuilder(Map.of());

    for (int i = 0; i < 3; i++) {
      var catalog = builder.build(i % 2 == 0 ? Views.of(one, two) : Views.of(two, one));
      assertThat(catalog.routes()).containsExactly(new Route("", "/api", "alpha"));
      assertThat(catalog.services()).hasSize(2);
    }

    assertThat(builder.rejected()).as("counted once").isEqualTo(1);
  }

  @Test
  void theServiceWebGetsTheRestBeforeOthers() {
    var builder = new CatalogBuilder(Map.of());
    assertThat(builder.build(Views.of(of("a", "alpha"), of("b", "web"))).fallback())
        .hasValue("web");
    assertThat(builder.rejected()).isEqualTo(1);
    assertThat(builder.build(Views.of(of("a", "alpha"))).fallback()).hasValue("alpha");
  }

  @Test
  void membersCannotTakeRoutesThatTheOperatorPins() {
    var pinned = Map.of("shop", Services.pinned(List.of("shop.example.org"), List.of()));
    var builder = new CatalogBuilder(pinned);

    var catalog =
        builder.build(
            Views.of(
                of("a", "aaa", "host", "shop.example.org"),
                of("b", "shop", "host", "other.example.org")));

    assertThat(catalog.routes()).containsExactly(new Route("shop.example.org", "", "shop"));
  }

  @Test
  void aServiceWithAnAddressOfItsOwnIsNotRouted() {
    var builder =
        new CatalogBuilder(Map.of("redis", Services.tcp(":6379", new ServiceOptions.Check.Tcp())));

    var catalog = builder.build(Views.of(of("a", "redis", "path", "/")));

    assertThat(catalog.routes()).isEmpty();
    assertThat(catalog.fallback()).isEmpty();
    assertThat(catalog.size()).isEqualTo(1);
  }

  @Test
  void aConfiguredServiceWithoutServersExistsButClaimsNothing() {
    var catalog =
        new CatalogBuilder(
                Map.of(
                    "api",
                    Services.pinned(List.of(), List.of("/api")),
                    "x",
                    ServiceOptions.DEFAULT))
            .build(Views.of());

    assertThat(catalog.services()).extracting(Catalog.Service::name).containsExactly("api", "x");
    assertThat(catalog.isEmpty()).isTrue();
    assertThat(catalog.routes()).containsExactly(new Route("", "/api", "api"));
    assertThat(catalog.fallback()).isEmpty();
  }

  @Test
  void membersOfOtherZonesAreBackups() {
    var balancer =
        Views.member(
            "lb", "127.0.0.1", MemberStatus.ALIVE, Map.of("role", "balancer", "zone", "a"));
    var view =
        new io.hearsay.membership.ClusterView(
            1,
            "lb",
            "",
            List.of(
                balancer,
                of("near", "web", "zone", "a"),
                of("far", "web", "zone", "b"),
                of("x", "web")));

    assertThat(new CatalogBuilder(Map.of()).build(view).services().getFirst().servers())
        .extracting(Catalog.Server::name, Catalog.Server::backup)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("far", true),
            org.assertj.core.groups.Tuple.tuple("near", false),
            org.assertj.core.groups.Tuple.tuple("x", false));
  }

  @Test
  void onlyTagsThatFitAreReadable() {
    var server =
        catalog(
                of(
                    "a",
                    "web",
                    "colour",
                    "blue-1",
                    "bad",
                    "a b",
                    "worse",
                    "x\n  bind *:22",
                    "k=v",
                    "x",
                    "quote",
                    "\"",
                    "version",
                    "v2.1"))
            .services()
            .getFirst()
            .servers()
            .getFirst();

    assertThat(server.tags()).containsOnlyKeys("colour", "version", "service", "role", "port");
    assertThat(server.version()).isEqualTo("v2.1");
  }
}
