package io.hearsay.balancer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServerChangesTest {
  private static String backend(String name, String... servers) {
    return "backend " + name + "\n    server " + String.join("\n    server ", servers) + "\n";
  }

  private static String[] servers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "s%02d 127.0.0.%d:1".formatted(i, i))
        .toArray(String[]::new);
  }

  /** The text of the only change of one server. */
  private static String difference(String before, String after) {
    var changes =
        ServerChanges.between(backend("web", "w " + before), backend("web", "w " + after));
    assertThat(changes.count()).isEqualTo(1);
    return changes.first().getFirst().text();
  }

  @Test
  void removedServersComeFirstThenAddedAndModifiedOnes() {
    var changes =
        ServerChanges.between(
            backend("web", "web1 127.0.0.1:1", "web2 127.0.0.2:1 weight 10", "web3 127.0.0.3:1"),
            backend("web", "web2 127.0.0.2:1 weight 20", "web3 127.0.0.3:1", "web4 127.0.0.4:1"));

    assertThat(changes.count()).isEqualTo(3);
    assertThat(changes.first())
        .extracting(ServerChange::backend, ServerChange::server, ServerChange::text)
        .containsExactly(
            tuple("web", "web1", "removed"),
            tuple("web", "web2", "weight 10 -> 20"),
            tuple("web", "web4", "added"));
  }

  @Test
  void serversOfABackendThatComesOrGoesAreAddedOrRemoved() {
    var changes =
        ServerChanges.between(
            backend("old", "web1 127.0.0.1:1"), backend("new", "web1 127.0.0.1:1"));

    assertThat(changes.first())
        .extracting(ServerChange::backend, ServerChange::text)
        .containsExactly(tuple("old", "removed"), tuple("new", "added"));
  }

  @Test
  void eachDifferenceOfAServerIsNamed() {
    assertThat(difference("127.0.0.1:1", "127.0.0.2:1"))
        .isEqualTo("address 127.0.0.1:1 -> 127.0.0.2:1");
    assertThat(difference("127.0.0.1:1 weight 1", "127.0.0.1:1 weight 1 disabled"))
        .isEqualTo("disabled");
    assertThat(difference("127.0.0.1:1 weight 1 disabled", "127.0.0.1:1 weight 1"))
        .isEqualTo("enabled");
    assertThat(difference("127.0.0.1:1 check", "127.0.0.1:1 check inter 2s")).isEqualTo("options");
    assertThat(difference("127.0.0.1:1 weight 1", "127.0.0.2:1 weight 2"))
        .isEqualTo("address 127.0.0.1:1 -> 127.0.0.2:1, weight 1 -> 2");
  }

  @Test
  void equalTextsAndTextsThatAreNotUnderstoodGiveNoChanges() {
    var known = backend("web", "web1 127.0.0.1:1");
    var unknown = backend("web", "web1 127.0.0.1:1 \"quoted\"");

    assertThat(ServerChanges.between(known, known)).isEqualTo(ServerChanges.NONE);
    assertThat(ServerChanges.between(known, unknown)).isEqualTo(ServerChanges.NONE);
    assertThat(ServerChanges.between(unknown, known)).isEqualTo(ServerChanges.NONE);
  }

  @Test
  void onlyTheFirstAreKeptButAllAreCounted() {
    var all = ServerChanges.between(backend("web", "s00 127.0.0.9:1"), backend("web", servers(30)));

    assertThat(all.count()).isEqualTo(31);
    assertThat(all.first()).hasSize(ServerChanges.TOLD);
  }

  @Test
  void aSummaryNamesThreeAndCountsTheRest() {
    assertThat(ServerChanges.NONE.text()).isEqualTo("no server changed");
    assertThat(summary(1)).isEqualTo("1 server changed: s01 added");
    assertThat(summary(3)).isEqualTo("3 servers changed: s01 added; s02 added; s03 added");
    assertThat(summary(5))
        .isEqualTo("5 servers changed: s01 added; s02 added; s03 added; and 2 more");
  }

  private static String summary(int servers) {
    return ServerChanges.between("backend web\n", backend("web", servers(servers))).text();
  }

  @Test
  void theChangesOfAPlanAreListed() {
    var server =
        ConfigText.parse(backend("web", "web1 127.0.0.1:1"))
            .orElseThrow()
            .backends()
            .get("web")
            .servers()
            .get("web1");

    assertThat(ServerChanges.of(List.of(new Plan.Change.Remove("web", server))))
        .isEqualTo(new ServerChanges(1, List.of(new ServerChange("web", "web1", "removed"))));
  }
}
