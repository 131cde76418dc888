package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.Views;
import io.hearsay.balancer.model.BalancerSettings.Empty;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MinServersPolicyTest {
  private static final ClusterView NOBODY = new ClusterView(1, "lb", "", List.of());
  private static final Catalog.Route HOST = new Catalog.Route("shop.example.org", "", "shop");
  private static final Catalog.Route PATH = new Catalog.Route("", "/api", "api");
  private static final long GRACE = 30_000;

  private static Catalog.Server server(String name) {
    return new Catalog.Server(
        name,
        "127.0.0.1",
        1,
        new Catalog.Share(100, false, false),
        new Catalog.Labels("", "", new TreeMap<>()));
  }

  private static Catalog.Service service(String name, String... servers) {
    return new Catalog.Service(
        name,
        ServiceOptions.DEFAULT,
        Stream.of(servers).map(MinServersPolicyTest::server).toList());
  }

  private static Catalog web(String... servers) {
    return new Catalog(List.of(service("web", servers)), List.of(), Optional.of("web"));
  }

  /** The names of the chosen servers, in order. */
  private static String names(Catalog catalog) {
    return String.join(
        " ",
        catalog.services().stream()
            .flatMap(s -> s.servers().stream())
            .map(Catalog.Server::name)
            .toList());
  }

  private static ClusterView with(MemberStatus status, String... names) {
    return Views.of(
        Stream.of(names)
            .map(n -> Views.member(n, "127.0.0.1", status, Map.of()))
            .toArray(Member[]::new));
  }

  /** Of a, b and c these are left; the others have vanished. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        // Enough are left, or no minimum is set: what vanished goes.
        "KEEP_LAST, 0, a b, a b",
        "KEEP_LAST, 0, a,   a",
        "KEEP_LAST, 1, a,   a",
        "KEEP_LAST, 2, a b, a b",
        "SERVE_503, 0, a,   a",
        "SERVE_503, 2, a b, a b",
        // Too few are left: what vanished stays.
        "KEEP_LAST, 2, a,   a b c",
        "KEEP_LAST, 3, a b, a b c",
        "SERVE_503, 2, a,   a b c",
        "SERVE_503, 3, a b, a b c",
        // None is left.
        "KEEP_LAST, 0, '',  a b c",
        "KEEP_LAST, 2, '',  a b c",
        "SERVE_503, 0, '',  ''",
        "SERVE_503, 1, '',  a b c"
      })
  void whatIsServedRightAfterServersVanished(Empty empty, int min, String left, String served) {
    var policy = new MinServersPolicy(empty, min, GRACE);
    policy.choose(NOBODY, web("a", "b", "c"), 0);

    var chosen = policy.choose(NOBODY, left.isEmpty() ? web() : web(left.split(" ")), 1);

    assertThat(names(chosen)).isEqualTo(served);
  }

  /** The same when the grace time has passed. */
  @ParameterizedTest
  @CsvSource({
    "KEEP_LAST, 2, a,  a",
    "SERVE_503, 2, a,  a",
    "SERVE_503, 1, '', ''",
    "KEEP_LAST, 1, '', a b c"
  })
  void whatIsServedWhenTheGraceTimeIsOver(Empty empty, int min, String left, String served) {
    var policy = new MinServersPolicy(empty, min, GRACE);
    var now = left.isEmpty() ? web() : web(left.split(" "));
    policy.choose(NOBODY, web("a", "b", "c"), 0);
    policy.choose(NOBODY, now, 1000);
    var kept = policy.choose(NOBODY, now, 1000 + GRACE - 1);

    var chosen = policy.choose(NOBODY, now, 1000 + GRACE);

    assertThat(names(kept)).isEqualTo("a b c");
    assertThat(names(chosen)).isEqualTo(served);
  }

  @Test
  void theNextWakeUpIsTheEndOfTheGraceTime() {
    var policy = new MinServersPolicy(Empty.SERVE_503, 2, GRACE);
    policy.choose(NOBODY, web("a", "b"), 0);
    assertThat(policy.next()).isEmpty();

    policy.choose(NOBODY, web("a"), 1000);
    assertThat(policy.next()).hasValue(1000 + GRACE);

    policy.choose(NOBODY, web("a"), 1000 + GRACE);
    assertThat(policy.next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "3"})
  void theLastServersAreKeptWithoutAnyWakeUp(int min) {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, min, GRACE);
    policy.choose(NOBODY, web("a", "b"), 0);

    policy.choose(NOBODY, web(), 1000);
    assertThat(policy.next()).isEmpty();

    assertThat(names(policy.choose(NOBODY, web(), 1000 + 10 * GRACE))).isEqualTo("a b");
    assertThat(policy.next()).isEmpty();
  }

  @Test
  void theGraceTimeCountsFromWhenThereWereTooFew() {
    var policy = new MinServersPolicy(Empty.SERVE_503, 2, GRACE);
    policy.choose(NOBODY, web("a", "b", "c"), 0);
    policy.choose(NOBODY, web("a"), 1000);

    // Another view in between does not prolong it.
    policy.choose(NOBODY, web("b"), 20_000);

    assertThat(policy.next()).hasValue(1000 + GRACE);
  }

  @Test
  void enoughServersAgainEndTheGraceTime() {
    var policy = new MinServersPolicy(Empty.SERVE_503, 2, GRACE);
    policy.choose(NOBODY, web("a", "b"), 0);
    policy.choose(NOBODY, web("a"), 1000);
    policy.choose(NOBODY, web("a", "c"), 2000);

    policy.choose(NOBODY, web("c"), 50_000);

    assertThat(policy.next()).hasValue(50_000 + GRACE);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEFT", "ALIVE", "SUSPECT", "LEAVING"})
  void aMemberThatSaysItDoesNotServeIsLetGo(MemberStatus status) {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, 2, GRACE);
    policy.choose(NOBODY, web("a", "b"), 0);

    // Present but not in the catalog means that it is not well, or now has another role.
    var chosen = policy.choose(with(status, "a", "b"), web(), 1);

    assertThat(names(chosen)).isEmpty();
    assertThat(policy.next()).isEmpty();
  }

  @Test
  void aFailedMembersLastWordDoesNotCount() {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, 0, GRACE);
    policy.choose(NOBODY, web("a", "b"), 0);

    var chosen = policy.choose(with(MemberStatus.FAILED, "a", "b"), web(), 1);

    assertThat(names(chosen)).isEqualTo("a b");
  }

  @Test
  void vanishedServersAreKeptAndThoseThatLeftAreNot() {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, 0, GRACE);
    policy.choose(NOBODY, web("a", "b"), 0);

    var chosen = policy.choose(with(MemberStatus.LEFT, "a"), web(), 1);

    assertThat(names(chosen)).isEqualTo("b");
  }

  @Test
  void eachServiceIsJudgedByItself() {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, 0, GRACE);
    policy.choose(
        NOBODY,
        new Catalog(
            List.of(service("api", "x", "y"), service("web", "a", "b")),
            List.of(),
            Optional.empty()),
        0);

    var chosen =
        policy.choose(
            NOBODY, new Catalog(List.of(service("web", "a")), List.of(), Optional.empty()), 1);

    assertThat(names(chosen)).isEqualTo("x y a");
  }

  @Test
  void aServiceThatIsKeptKeepsItsRouteAtItsPlace() {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, 0, 0);
    var both =
        new Catalog(
            List.of(service("api", "api1"), service("shop", "shop1")),
            List.of(HOST, PATH),
            Optional.empty());
    policy.choose(NOBODY, both, 0);

    var shopVanished =
        new Catalog(List.of(service("api", "api1")), List.of(PATH), Optional.empty());

    assertThat(policy.choose(NOBODY, shopVanished, 1)).isEqualTo(both);
  }

  @Test
  void theDefaultServiceStaysTheDefaultWhileItIsKept() {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, 0, 0);
    policy.choose(NOBODY, web("a"), 0);

    assertThat(policy.choose(NOBODY, Catalog.EMPTY, 1).fallback()).hasValue("web");
  }

  @Test
  void aRemovedServiceLosesItsRoute() {
    var policy = new MinServersPolicy(Empty.SERVE_503, 0, 0);
    policy.choose(
        NOBODY,
        new Catalog(
            List.of(service("api", "api1"), service("shop", "shop1")),
            List.of(HOST, PATH),
            Optional.of("shop")),
        0);

    var chosen =
        policy.choose(
            NOBODY,
            new Catalog(List.of(service("api", "api1")), List.of(PATH), Optional.empty()),
            1);

    assertThat(chosen.routes()).containsExactly(PATH);
    assertThat(chosen.fallback()).isEmpty();
  }

  @Test
  void itKnowsWhetherThereWasEverAServer() {
    var policy = new MinServersPolicy(Empty.KEEP_LAST, 0, 0);
    policy.choose(NOBODY, Catalog.EMPTY, 0);
    assertThat(policy.sawServers()).isFalse();

    policy.choose(NOBODY, web("a"), 1);
    assertThat(policy.sawServers()).isTrue();
  }
}
