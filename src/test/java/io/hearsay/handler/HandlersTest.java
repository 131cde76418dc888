package io.hearsay.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.UserEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real scripts, run by the real shell. */
class HandlersTest {
  private static final Member SELF = member("lb1", Map.of("role", "balancer", "my-zone", "a"));

  @TempDir Path dir;
  private Handlers handlers;

  private static Member member(String name, Map<String, String> tags) {
    return new Member(
        name,
        "id",
        InetAddress.getLoopbackAddress(),
        7946,
        new Member.Word(true, TrafficMode.READY, 1, Tags.of(tags)),
        new Member.Sight(MemberStatus.ALIVE, Instant.EPOCH, OptionalDouble.empty()));
  }

  private void start(Duration limit, String... specs) {
    handlers =
        new Handlers(
            new HandlerSettings(
                Arrays.stream(specs)
                    .map(s -> HandlerSpec.parse(s.replace("DIR", dir + "")))
                    .toList(),
                limit),
            () -> SELF);
  }

  private void start(String... specs) {
    start(Duration.ofSeconds(20), specs);
  }

  @AfterEach
  void stop() {
    handlers.close();
  }

  private String read(String file) throws IOException {
    var path = dir.resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }

  private String query(String name, String payload) throws Exception {
    return handlers
        .query(new UserEvent("web1", name, payload))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void aScriptOfSerfFindsWhatItExpects() {
    start("member-join=env | sort > DIR/env; cat > DIR/in.new; mv DIR/in.new DIR/in");
    handlers.members(
        "member-join",
        List.of(
            member("web1", Map.of("role", "backend", "note", "a\tb\nc,d")),
            member("web2", Map.of())));
    await()
        .untilAsserted(
            () ->
                assertThat(read("in"))
                    .isEqualTo(
                        "web1\t127.0.0.1\tbackend\tnote=a\\tb\\nc\\,d,role=backend\n"
                            + "web2\t127.0.0.1\t\t\n"));
    assertThat(dir.resolve("env"))
        .content()
        .contains("SERF_EVENT=member-join\n", "SERF_SELF_NAME=lb1\n", "SERF_SELF_ROLE=balancer\n")
        .contains("SERF_TAG_MY_ZONE=a\n", "SERF_TAG_ROLE=balancer\n")
        .contains("HEARSAY_EVENT=member-join\n", "HEARSAY_TAG_MY_ZONE=a\n");
  }

  @Test
  void filtersChooseByTypeAndName() {
    start(
        "user:deploy=cat >> DIR/deploy",
        "member-failed,user=echo $SERF_EVENT $SERF_USER_EVENT >> DIR/some",
        "echo $SERF_EVENT $SERF_USER_LTIME >> DIR/all");
    handlers.user(new UserEvent("web1", "restart", "now"));
    handlers.user(new UserEvent("web1", "deploy", "v7"));
    handlers.members("member-join", List.of(SELF));
    handlers.members("member-failed", List.of(SELF));
    await()
        .untilAsserted(
            () -> {
              assertThat(read("deploy")).isEqualTo("v7\n");
              assertThat(read("some")).isEqualTo("user restart\nuser deploy\nmember-failed\n");
              assertThat(read("all")).isEqualTo("user 1\nuser 2\nmember-join\nmember-failed\n");
            });
  }

  @Test
  void whatAScriptPrintsAnswersTheQuery() throws Exception {
    start("query:load=echo $SERF_QUERY_NAME of $(cat)", "query:none=true");
    assertThat(query("load", "cpu")).isEqualTo("load of cpu\n");
    assertThat(query("none", "")).isEmpty();
    assertThat(query("other", "")).isEmpty();
  }

  @Test
  void whatOthersSayIsNeverRunByTheShell() throws Exception {
    start("query=cat; printf %s \"$SERF_QUERY_NAME\"");
    var evil = "$(touch " + dir + "/evil)`touch " + dir + "/evil`; touch " + dir + "/evil\0";
    assertThat(query(evil, evil)).contains("$(touch ");
    assertThat(dir.resolve("evil")).doesNotExist();
  }

  @Test
  void aScriptThatDoesNotEndIsKilledWithItsChildrenAndTheNextRuns() throws Exception {
    start(
        Duration.ofMillis(500),
        "query:hang=sleep 600 & echo $! > DIR/pid; wait",
        "query:ok=echo ok");
    assertThat(query("hang", "")).isEmpty();
    long child = Long.parseLong(read("pid").trim());
    await().until(() -> ProcessHandle.of(child).map(p -> !p.isAlive()).orElse(true));
    assertThat(query("ok", "")).isEqualTo("ok\n");
  }

  @Test
  void aScriptThatIsKilledTakesItsSessionsWithIt() throws Exception {
    start(
        Duration.ofSeconds(1),
        "query=setsid sh -c 'echo $$ > DIR/pid; exec sleep 600' & sleep 600");
    assertThat(query("hang", "")).isEmpty();
    long child = Long.parseLong(read("pid").trim());
    await().until(() -> ProcessHandle.of(child).map(p -> !p.isAlive()).orElse(true));
  }

  @Test
  void noTagPassesForAnotherAndNoControlReachesAScript() {
    start("member-join=cat > DIR/in.new; mv DIR/in.new DIR/in");
    handlers.members(
        "member-join",
        List.of(member("web\u001b[31m1", Map.of("PATH=/tmp", "x", "a\rb", "c\u0000d"))));
    await()
        .untilAsserted(
            () ->
                assertThat(read("in"))
                    .isEqualTo("web\\u001b[31m1\t127.0.0.1\t\tPATH\\=/tmp=x,a\\rb=c\\u0000d\n"));
  }

  @Test
  void aScriptIsCalledForOneAfterTheOtherAndASlowOneHoldsUpNoOther() throws Exception {
    Files.writeString(dir.resolve("wait"), "");
    start("user=while [ -e DIR/wait ]; do sleep 0.05; done; cat >> DIR/slow", "query=echo quick");
    for (int i = 0; i < 5; i++) {
      handlers.user(new UserEvent("web1", "n", "" + i));
    }
    assertThat(query("any", "")).isEqualTo("quick\n");
    assertThat(read("slow")).isEmpty();
    Files.delete(dir.resolve("wait"));
    await().untilAsserted(() -> assertThat(read("slow")).isEqualTo("0\n1\n2\n3\n4\n"));
  }

  @Test
  void theQueueIsBoundedAndSaysWhatItLost() throws Exception {
    Files.writeString(dir.resolve("wait"), "");
    start("user=touch DIR/runs; while [ -e DIR/wait ]; do sleep 0.05; done");
    handlers.user(new UserEvent("web1", "first", ""));
    await().until(() -> Files.exists(dir.resolve("runs")));
    for (int i = 0; i < Handler.MAX_WAITING + 3; i++) {
      handlers.user(new UserEvent("web1", "n", ""));
    }
    assertThat(handlers.lost()).isEqualTo(3);
    Files.delete(dir.resolve("wait"));
  }

  @Test
  void membersThatWaitAreToldTogether() throws Exception {
    Files.writeString(dir.resolve("wait"), "");
    start(
        "member-join=touch DIR/runs; while [ -e DIR/wait ]; do sleep 0.05; done; wc -l >> DIR/lines");
    handlers.members("member-join", List.of(SELF));
    await().until(() -> Files.exists(dir.resolve("runs")));
    for (int i = 0; i < 1000; i++) {
      handlers.members("member-join", List.of(SELF));
    }
    Files.delete(dir.resolve("wait"));
    await().untilAsserted(() -> assertThat(read("lines").split("\\s+")).startsWith("1"));
    assertThat(handlers.lost()).isEqualTo(1000 - Handler.MAX_WAITING);
    await().untilAsserted(() -> assertThat(read("lines")).contains("" + Handler.MAX_WAITING));
  }

  @Test
  void muchOutputIsCutAndNoInputIsRead() throws Exception {
    start("query=yes | head -c 1000000; echo end");
    assertThat(query("q", "x".repeat(500))).hasSize(Script.MAX_OUTPUT).endsWith("y\nend\n");
  }

  @Test
  void wrongFiltersAreToldInWords() {
    start();
    for (var wrong : List.of("member-jion=/x", "member-join:a=/x", "user:=/x", "user=", ",=x")) {
      assertThatThrownBy(() -> HandlerSpec.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
