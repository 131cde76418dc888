package io.hearsay.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Payload;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real scripts, run by the real shell. */
class HandlersTest {
  private static final Member SELF = member("lb1", Map.of("role", "balancer", "my-zone", "a"));

  private static final String UNTIL_OPEN = "while [ ! -e DIR/open ]; do sleep 0.05; done";

  @TempDir Path dir;
  @AutoClose private Handlers handlers;
  private long times;

  static Member member(String name, Map<String, String> tags) {
    return new Member(
        name,
        "id",
        InetAddress.getLoopbackAddress(),
        7946,
        new Member.Word(true, TrafficMode.READY, 1, Tags.of(tags)),
        new Member.Sight(MemberStatus.ALIVE, Instant.EPOCH, OptionalDouble.empty()));
  }

  private HandlerSpec spec(String text) {
    return HandlerSpec.parse(text.replace("DIR", dir + ""));
  }

  private void start(Duration limit, String... specs) {
    handlers =
        new Handlers(
            new HandlerSettings(Arrays.stream(specs).map(this::spec).toList(), limit), () -> SELF);
  }

  private void start(String... specs) {
    start(Duration.ofSeconds(20), specs);
  }

  private String read(String file) throws IOException {
    var path = dir.resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }

  private String query(String name, String payload) throws Exception {
    return handlers
        .query(event(name, payload))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS)
        .text();
  }

  private UserEvent event(String name, String payload) {
    return new UserEvent("web1", name, Payload.of(payload), ++times, false);
  }

  /** Releases the scripts that wait for the file. */
  private void open() throws IOException {
    Files.writeString(dir.resolve("open"), "");
  }

  @Test
  void aScriptWrittenForSerfFindsWhatItExpects() {
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
    handlers.user(event("restart", "now"));
    handlers.user(event("deploy", "v7"));
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
  void theOutputOfAScriptAnswersTheQuery() throws Exception {
    start("query:load=echo $SERF_QUERY_NAME of $(cat)", "query:none=true");
    assertThat(query("load", "cpu")).isEqualTo("load of cpu\n");
    assertThat(query("none", "")).isEmpty();
    assertThat(query("other", "")).isEmpty();
  }

  @Test
  void textFromMembersIsNeverRunByTheShell() throws Exception {
    start("query=cat; printf %s \"$SERF_QUERY_NAME\"");
    var evil = "$(touch " + dir + "/evil)`touch " + dir + "/evil`; touch " + dir + "/evil\0";
    assertThat(query(evil, evil)).contains("$(touch ");
    assertThat(dir.resolve("evil")).doesNotExist();
  }

  @Test
  void aScriptThatHangsIsKilledWithItsChildrenAndTheNextRuns() throws Exception {
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
  void noTagCanPoseAsAnotherAndNoControlCharacterReachesAScript() {
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
  void allScriptsAreCalledInTheOrderOfTheEvents() throws Exception {
    start(
        "member-join=" + UNTIL_OPEN + "; echo join >> DIR/log",
        "member-leave,member-failed=echo leave >> DIR/log",
        "user=echo $SERF_USER_EVENT >> DIR/log");
    handlers.members("member-join", List.of(SELF));
    handlers.user(event("first", ""));
    handlers.members("member-failed", List.of(SELF));
    handlers.members("member-join", List.of(SELF));
    handlers.user(event("last", ""));
    open();
    await()
        .untilAsserted(() -> assertThat(read("log")).isEqualTo("join\nfirst\nleave\njoin\nlast\n"));
  }

  @Test
  void twoScriptsOfOneEventAreCalledInTheOrderInWhichTheyAreGiven() {
    start("user=sleep 0.2; echo a >> DIR/log", "user=echo b >> DIR/log");
    handlers.user(event("x", ""));
    handlers.user(event("y", ""));
    await().untilAsserted(() -> assertThat(read("log")).isEqualTo("a\nb\na\nb\n"));
  }

  @Test
  void aParallelScriptTakesEventsInOrderAndDelaysNoOtherScript() throws Exception {
    Files.writeString(dir.resolve("wait"), "");
    start(
        "user,parallel=while [ -e DIR/wait ]; do sleep 0.05; done; cat >> DIR/slow",
        "query=echo quick");
    for (int i = 0; i < 5; i++) {
      handlers.user(event("n", "" + i));
    }
    assertThat(query("any", "")).isEqualTo("quick\n");
    assertThat(read("slow")).isEmpty();
    Files.delete(dir.resolve("wait"));
    await().untilAsserted(() -> assertThat(read("slow")).isEqualTo("0\n1\n2\n3\n4\n"));
  }

  @Test
  void theQueueIsBoundedAndReportsWhatItLost() throws Exception {
    Files.writeString(dir.resolve("wait"), "");
    start("user=touch DIR/runs; while [ -e DIR/wait ]; do sleep 0.05; done");
    handlers.user(event("first", ""));
    await().until(() -> Files.exists(dir.resolve("runs")));
    for (int i = 0; i < Lane.MAX_WAITING + 3; i++) {
      handlers.user(event("n", ""));
    }
    assertThat(handlers.lost()).isEqualTo(3);
    Files.delete(dir.resolve("wait"));
  }

  @Test
  void waitingMembersAreReportedTogether() throws Exception {
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
    assertThat(handlers.lost()).isEqualTo(1000 - Lane.MAX_WAITING);
    await().untilAsserted(() -> assertThat(read("lines")).contains("" + Lane.MAX_WAITING));
  }

  @Test
  void anOversizedAnswerIsDroppedAndUnreadInputDoesNotBlock() throws Exception {
    start(
        "query:most=head -c 1024 /dev/zero | tr '\\0' x",
        "query:more=head -c 1025 /dev/zero | tr '\\0' x",
        "query:much=yes | head -c 1000000");
    assertThat(query("most", "x".repeat(500))).hasSize(1024);
    assertThat(query("more", "")).isEmpty();
    assertThat(query("much", "")).isEmpty();
  }

  @Test
  void aScriptThatFailsDoesNotAnswerAndTheNextOneMay() throws Exception {
    start("query=echo no; exit 3", "query=echo yes", "query=echo too late");
    assertThat(query("q", "")).isEqualTo("yes\n");
  }

  @Test
  void standardErrorIsPartOfTheAnswer() throws Exception {
    start("query=echo out; echo err >&2");
    assertThat(query("q", "")).isEqualTo("out\nerr\n");
  }

  @Test
  void payloadsAreBytes() throws Exception {
    start("user=cat > DIR/in.new; mv DIR/in.new DIR/in", "query=cat");
    var binary = Payload.of(new byte[] {'v', (byte) 0xff, (byte) 0xfe, 0, 1, '\n'});
    handlers.user(new UserEvent("web1", "deploy", binary, 1, false));
    await().until(() -> Files.exists(dir.resolve("in")));
    assertThat(dir.resolve("in")).hasBinaryContent(binary.toBytes());
    assertThat(
            handlers
                .query(new UserEvent("web1", "echo", binary, 1, false))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS))
        .isEqualTo(binary);
  }

  @Test
  void healthAndModeArePassedButOnlySubscribersAreCalledForThem() {
    start(
        "member-health=echo $SERF_EVENT $HEARSAY_MEMBER_HEALTH $HEARSAY_MEMBER_MODE >> DIR/health",
        "echo $SERF_EVENT >> DIR/all");
    handlers.members(HandlerSpec.HEALTH, List.of(SELF, SELF));
    handlers.members("member-update", List.of(SELF));
    await()
        .untilAsserted(
            () -> {
              assertThat(read("health")).isEqualTo("member-health passing passing ready ready\n");
              assertThat(read("all")).isEqualTo("member-update\n");
            });
  }

  @Test
  void aScriptMayFinishWhileTheAgentStops() throws Exception {
    start(
        "member-join=touch DIR/runs; " + UNTIL_OPEN + "; echo join >> DIR/log",
        "member-leave=echo leave >> DIR/log");
    handlers.members("member-join", List.of(SELF));
    await().until(() -> Files.exists(dir.resolve("runs")));
    handlers.members("member-leave", List.of(SELF));
    handlers.finish();
    handlers.user(event("late", ""));
    open();
    handlers.await(Duration.ofSeconds(20));
    assertThat(read("log")).isEqualTo("join\nleave\n");
  }

  @Test
  void theStopDoesNotWaitForever() {
    start("user=echo $$ > DIR/pid.new; mv DIR/pid.new DIR/pid; exec sleep 600");
    handlers.user(event("x", ""));
    await().until(() -> Files.exists(dir.resolve("pid")));
    handlers.finish();
    handlers.await(Duration.ofMillis(100));
    await()
        .until(
            () ->
                ProcessHandle.of(Long.parseLong(read("pid").trim()))
                    .map(p -> !p.isAlive())
                    .orElse(true));
  }

  @Test
  void otherScriptsAreCalledAfterAReload() throws Exception {
    start(
        "user,parallel=touch DIR/runs; " + UNTIL_OPEN + "; echo old $SERF_USER_EVENT >> DIR/log",
        "user=echo stays >> DIR/log2");
    handlers.user(event("one", ""));
    await().until(() -> Files.exists(dir.resolve("runs")));
    handlers.reload(
        new HandlerSettings(
            List.of(spec("user=echo stays >> DIR/log2"), spec("user=echo new >> DIR/log3")),
            Duration.ofSeconds(20)));
    handlers.user(event("two", ""));
    open();
    await()
        .untilAsserted(
            () -> {
              assertThat(read("log")).isEqualTo("old one\n");
              assertThat(read("log2")).isEqualTo("stays\nstays\n");
              assertThat(read("log3")).isEqualTo("new\n");
            });
  }

  @Test
  void optionsAmongTheTypesDecideHowAScriptIsCalled() {
    start();
    var spec = HandlerSpec.parse("member-join, coalesce=1s,parallel,user:a=A=b c,d");
    assertThat(spec.script()).isEqualTo("A=b c,d");
    assertThat(spec.filters())
        .containsExactly(
            new HandlerSpec.Filter("member-join", ""), new HandlerSpec.Filter("user", "a"));
    assertThat(spec.manner())
        .isEqualTo(new HandlerSpec.Manner(true, Optional.of(Duration.ofSeconds(1))));
    var all = HandlerSpec.parse("parallel=/x");
    assertThat(all.filters()).containsExactly(new HandlerSpec.Filter("*", ""));
    assertThat(HandlerSpec.parse("/x").manner()).isEqualTo(HandlerSpec.Manner.PLAIN);
  }

  @Test
  void wrongFiltersAreExplained() {
    start();
    for (var wrong :
        List.of(
            "member-jion=/x",
            "member-join:a=/x",
            "user:=/x",
            "user=",
            ",=x",
            "coalesce=1s",
            "coalesce=0s=/x",
            "coalesce=2m,user=/x",
            "coalesce=x=/x",
            "member-join=/a.sh,member-leave=/b.sh",
            "user=/a.sh,query:load=/b.sh")) {
      assertThatThrownBy(() -> HandlerSpec.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
