package io.hearsay.balancer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.Views;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogBuilderTest {
  private static final Map<String, ServiceOptions> OPTIONS =
      Map.of("api", Services.pinned(List.of("a.example"), List.of()));

  /**
   * Sorted, because the iteration order of Map.of differs from JVM to JVM, and a seed must always
   * mean the same run.
   */
  private static final SortedMap<String, List<String>> VALUES =
      new TreeMap<>(
          Map.of(
              "role", List.of("backend", "backend", "backend", "other"),
              "port", List.of("80", "3000", "0"),
              "weight", List.of("0", "7", "257"),
              "service", List.of("web", "api", "\n"),
              "zone", List.of("here", "there", "no where"),
              "host", List.of("a", "-"),
              "colour", List.of("blue", "red", "{red}")));

  private static final List<String> ADDRESSES =
      List.of("127.0.0.1", "127.0.0.2", "::1", "224.0.0.1");

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Member member(Random random, String name) {
    var tags = new HashMap<String, String>();
    VALUES.forEach(
        (key, values) -> {
          if (random.nextInt(3) > 0) {
            tags.put(key, any(random, values));
          }
        });
    return Views.member(
        name, any(random, ADDRESSES), any(random, List.of(MemberStatus.values())), tags);
  }

  private static Member changed(Random random, Member member) {
    return switch (random.nextInt(10)) {
      case 0 -> member(random, member.name());
      case 1 -> Views.with(member, any(random, List.of(TrafficMode.values())));
      case 2 ->
          Views.member(
              member.name(),
              any(random, ADDRESSES),
              any(random, List.of(MemberStatus.values())),
              member.tags().asMap());
      default -> member;
    };
  }

  @Test
  void earlierViewsDoNotAffectTheCatalog() {
    int servers = 0;
    for (long seed = 0; seed < 30; seed++) {
      var random = new Random(seed);
      var builder = new CatalogBuilder(OPTIONS);
      var members = new ArrayList<Member>();
      for (int i = 0; i < 12; i++) {
        members.add(member(random, "m" + i));
      }
      for (int i = 0; i < 20; i++) {
        members.replaceAll(m -> changed(random, m));
        var view = new ClusterView(i, "m0", "", members);

        var catalog = builder.build(view);

        assertThat(catalog).as("seed %d", seed).isEqualTo(new CatalogBuilder(OPTIONS).build(view));
        servers += catalog.size();
      }
    }
    assertThat(servers).isGreaterThan(200);
  }

  @Test
  void aMemberThatIsLeftOutIsNamedWithTagValueAndRule() {
    var told = new ArrayList<String>();
    var builder = new CatalogBuilder(Map.of(), new RejectedValues(told::add));
    var view =
        Views.of(
            Views.web("web1", 3000),
            Views.web("web2", 3000, MemberStatus.ALIVE, Map.of("weight", "hea\nvy")));
    assertThat(builder.build(view).names()).containsExactly("web1");
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("web2 is left out: its weight is \"hea?vy\", and takes a number from 0 to 256")
        .contains("127.0.0.1");
  }
}
