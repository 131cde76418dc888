package io.hearsay.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.UserEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put together before scripts are called, and what each of several scripts hears of it. */
class CoalescedHandlersTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Member WEB = HandlersTest.member("web1", Map.of());
  private static final Member OTHER = HandlersTest.member("web2", Map.of());

  @TempDir Path dir;
  private Handlers handlers;
  private long times;

  /** Scripts that note the event, and the members or the payload. */
  private HandlerSettings noting(String... filters) {
    var note = "=printf '%s:%s\\n' $SERF_EVENT \"$(cut -f1 | tr '\\n' ' ')\" >> " + dir + "/log";
    return new HandlerSettings(
        Arrays.stream(filters).map(filter -> HandlerSpec.parse(filter + note)).toList(), LIMIT);
  }

  private void start(String... filters) {
    handlers = new Handlers(noting(filters), () -> WEB);
  }

  @AfterEach
  void stop() {
    handlers.close();
  }

  private void hear(String type, Member... members) {
    handlers.members(type, List.of(members));
  }

  private UserEvent event(String name, String payload, boolean coalesce) {
    return new UserEvent("web1", name, Payload.of(payload), ++times, coalesce);
  }

  private List<String> log() throws IOException {
    var log = dir.resolve("log");
    return Files.exists(log)
        ? Files.readAllLines(log).stream().map(String::strip).toList()
        : List.of();
  }

  private void awaitLog(String... lines) {
    await().untilAsserted(() -> assertThat(log()).containsExactly(lines));
  }

  @Test
  void whatComesTogetherIsToldTogether() {
    start("coalesce=300ms");
    hear("member-join", WEB);
    hear("member-join", OTHER);
    hear("member-failed", WEB);
    hear("member-join", HandlersTest.member("web3", Map.of()));
    handlers.user(event("deploy", "v1", true));
    handlers.user(event("deploy", "v2", true));
    handlers.user(event("each", "e1", false));
    awaitLog("user:e1", "member-failed:web1", "member-join:web2 web3", "user:v2");
  }

  @Test
  void whatWasToldOfAMemberIsNotToldAgain() {
    start("coalesce=100ms");
    hear("member-join", WEB);
    awaitLog("member-join:web1");
    hear("member-failed", WEB);
    hear("member-join", WEB);
    hear("member-update", OTHER);
    awaitLog("member-join:web1", "member-update:web2");
  }

  @Test
  void aMemberThatComesBackIsToldToAScriptThatDoesNotHearOfTheEnd() {
    start("coalesce=100ms,member-join", "coalesce=100ms,member-leave,member-failed");
    hear("member-join", WEB);
    awaitLog("member-join:web1");
    hear("member-failed", WEB);
    awaitLog("member-join:web1", "member-failed:web1");
    hear("member-join", WEB);
    awaitLog("member-join:web1", "member-failed:web1", "member-join:web1");
  }

  @Test
  void aMemberThatIsGoneIsNotPutInAfterwards() {
    start("coalesce=300ms,member-join", "coalesce=300ms,member-leave");
    hear("member-join", WEB);
    hear("member-leave", WEB);
    // Would hold up a script that knows of joins only.
    hear("member-join", OTHER);
    awaitLog("member-leave:web1", "member-join:web2");
  }

  @Test
  void whoJoinsAndChangesInAWhileHasJoined() {
    start("coalesce=100ms,member-join,member-health", "coalesce=100ms,member-update");
    hear("member-join", WEB);
    hear("member-update", HandlersTest.member("web1", Map.of("v", "2")));
    hear(HandlerSpec.HEALTH, HandlersTest.member("web1", Map.of("v", "2")));
    awaitLog("member-join:web1", "member-health:web1");
  }

  @Test
  void nothingIsSaidOfTheHealthOfAMemberThatIsGone() {
    start("coalesce=100ms,member-leave,member-health");
    hear(HandlerSpec.HEALTH, WEB, OTHER);
    hear("member-leave", WEB);
    awaitLog("member-leave:web1", "member-health:web2");
  }

  @Test
  void whoComesBackAsAnotherIsToldAgain() {
    start("coalesce=100ms,member-join");
    hear("member-join", WEB);
    awaitLog("member-join:web1");
    hear("member-failed", WEB);
    hear("member-join", HandlersTest.member("web1", Map.of("moved", "1")));
    awaitLog("member-join:web1", "member-join:web1");
  }

  @Test
  void whatWasHeldIsToldToTheScriptsBeforeAReload() {
    start("coalesce=1m,member-join");
    hear("member-join", WEB);
    handlers.reload(noting("coalesce=100ms,member-leave"));
    awaitLog("member-join:web1");
    hear("member-leave", WEB);
    awaitLog("member-join:web1", "member-leave:web1");
  }

  @Test
  void whatComesAfterTheEndIsDropped() throws IOException {
    start("coalesce=100ms");
    handlers.finish();
    hear("member-join", WEB);
    handlers.user(event("deploy", "v1", true));
    handlers.await(LIMIT);
    assertThat(log()).isEmpty();
  }
}
