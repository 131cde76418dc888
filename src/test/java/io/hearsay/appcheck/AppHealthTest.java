package io.hearsay.appcheck;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers and programs that are well, failing, late or gone. */
class AppHealthTest {
  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final List<AppState> changes = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String location = "";
  private HttpServer server;
  private AppHealth health;

  private int serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          if (exchange.getRequestURI().getPath().equals("/slow")) {
            // Never answered; closed with the server.
            return;
          }
          if (!location.isEmpty()) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    return server.getAddress().getPort();
  }

  private void watch(CheckTarget target, Duration interval, Duration timeout, boolean child) {
    health =
        new AppHealth(
            vertx,
            new CheckSettings(target, interval, timeout, 1, 2),
            child,
            AppHealthTest::self,
            changes::add);
    health.start();
  }

  private void watch(CheckTarget target) {
    watch(target, Duration.ofMillis(200), Duration.ofMillis(500), false);
  }

  private static int announced = 3000;

  private static Member self() {
    return new Member(
        "a",
        "1",
        InetAddress.getLoopbackAddress(),
        7946,
        new Member.Word(false, TrafficMode.READY, 0, Tags.of(Map.of("port", "" + announced))),
        new Member.Sight(MemberStatus.ALIVE, Instant.EPOCH, OptionalDouble.empty()));
  }

  private static CheckTarget http(int port, String path) {
    return new CheckTarget.Http(new HostPort("127.0.0.1", port), path);
  }

  private void awaitPassing(boolean passing) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> health.state().passing() == passing);
  }

  @AfterEach
  void end() {
    health.stop();
    if (server != null) {
      server.stop(0);
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anHttpCheckFollowsTheStatus() throws Exception {
    watch(http(serve(), "/health?x=1"));
    awaitPassing(true);
    status.set(503);
    awaitPassing(false);
    assertThat(health.state().reason()).isEqualTo("GET /health?x=1 answers 503");
    status.set(204);
    awaitPassing(true);
    // The result can be read a moment before listeners are notified.
    await()
        .untilAsserted(
            () ->
                assertThat(changes.stream().map(AppState::passing))
                    .containsExactly(true, false, true));
  }

  @Test
  void aFailureIsKnownLittleLaterThanAnInterval() throws Exception {
    watch(http(serve(), "/"), Duration.ofSeconds(1), Duration.ofSeconds(1), false);
    awaitPassing(true);
    status.set(500);
    long began = System.nanoTime();
    awaitPassing(false);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1300));
  }

  @Test
  void aRedirectIsFineAndNotFollowed() throws Exception {
    try (var elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      elsewhere.setSoTimeout(300);
      status.set(302);
      location = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/";
      watch(http(serve(), "/"));
      awaitPassing(true);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(elsewhere::accept))
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void whatDoesNotAnswerIsNotWell() throws Exception {
    watch(http(serve(), "/slow"));
    await().until(() -> health.state().reason().contains("500"));
    assertThat(health.state().passing()).isFalse();
  }

  @Test
  void untilTheFirstPassItChecksOften() throws Exception {
    status.set(500);
    watch(http(serve(), "/"), Duration.ofMinutes(1), Duration.ofSeconds(1), false);
    await().until(() -> asked.get() >= 3);
    status.set(200);
    awaitPassing(true);
  }

  @Test
  void theAnnouncedPortIsChecked() throws Exception {
    try (var app = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      announced = app.getLocalPort();
      watch(new CheckTarget.OwnPort());
      awaitPassing(true);
    }
    awaitPassing(false);
    assertThat(health.state().reason()).contains("refused").contains("" + announced);
  }

  @Test
  void aProgramDecidesByItsExitCode() throws Exception {
    var flag = Files.createFile(dir.resolve("well"));
    watch(new CheckTarget.Exec(List.of("test", "-e", flag.toString())));
    awaitPassing(true);
    Files.delete(flag);
    awaitPassing(false);
    assertThat(health.state().reason()).isEqualTo("test ended with 1");
  }

  @Test
  void aProgramThatTakesTooLongIsKilledWithItsChildren() {
    var pid = dir.resolve("pid");
    watch(
        new CheckTarget.Exec(
            List.of(
                "sh", "-c", "sleep 1000 & test -e " + pid + " || echo $! > " + pid + "; wait")));
    await().until(() -> health.state().reason().contains("did not end within 500 ms"));
    await()
        .until(
            () ->
                ProcessHandle.of(Long.parseLong(Files.readString(pid).trim()))
                    .map(ProcessHandle::isAlive)
                    .orElse(false),
            alive -> !alive);
  }

  @Test
  void aChildIsNotWellBeforeItRunsNorAsSoonAsItIsGone() {
    watch(new CheckTarget.None(), Duration.ofSeconds(1), Duration.ofSeconds(1), true);
    assertThat(health.state().passing()).isFalse();
    health.runs();
    awaitPassing(true);
    health.gone("it has ended with 1");
    awaitPassing(false);
    assertThat(health.state().reason()).isEqualTo("it has ended with 1");
    health.runs();
    awaitPassing(true);
  }

  @Test
  void withoutACheckItIsWell() {
    watch(new CheckTarget.None());
    assertThat(health.state().passing()).isTrue();
  }

  /** Closing after each answer, as Python's server does, is not an error, so nothing is logged. */
  @Test
  void aServerThatClosesAfterEachAnswerIsNoErrorInTheLog() throws Exception {
    var log = new CopyOnWriteArrayList<String>();
    var handler = warnings(log);
    Logger.getLogger("").addHandler(handler);
    var served = new AtomicInteger();
    try (var curt = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> curtly(curt, served));
      watch(http(curt.getLocalPort(), "/"), Duration.ofMillis(20), Duration.ofSeconds(2), false);
      await().until(() -> served.get() > 100);
      health.stop();
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }
    // In this JVM the Vert.x of an earlier test may still be ending; ours is not.
    assertThat(log).filteredOn(line -> !line.contains("event executor terminated")).isEmpty();
    assertThat(changes).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aCheckThatNeverPassesIsLoggedWithItsReason() {
    var log = new CopyOnWriteArrayList<String>();
    var handler = warnings(log);
    Logger.getLogger("").addHandler(handler);
    try {
      watch(
          new CheckTarget.Exec(List.of("/nope")),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          false);
      await().until(() -> log.stream().anyMatch(l -> l.contains("not well yet")));
      health.stop();
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }
    assertThat(log).hasSize(1);
    assertThat(health.state().reason()).contains("/nope");
  }

  private static Handler warnings(List<String> log) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
          log.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /** Answers with half a body, and then a reset instead of an end. */
  private static void curtly(ServerSocket server, AtomicInteger served) {
    while (!server.isClosed()) {
      try (var client = server.accept()) {
        client.setSoLinger(true, 0);
        var unused = client.getInputStream().read(new byte[4096]);
        client
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(US_ASCII));
        served.incrementAndGet();
      } catch (IOException e) {
        // On to the next connection.
      }
    }
  }

  @Test
  void processesOfACheckEndWithItEvenInSessionsOfTheirOwn() throws Exception {
    var pids = dir.resolve("pids");
    watch(
        exec("setsid sh -c 'echo $$ >> " + pids + "; exec sleep 1000' & sleep 0.2; exit 0"),
        Duration.ofMillis(300),
        Duration.ofSeconds(2),
        false);
    await().until(() -> Files.exists(pids) && Files.readAllLines(pids).size() > 1);
    health.stop();
    await().untilAsserted(() -> assertThat(Files.readAllLines(pids)).noneMatch(this::lives));
  }

  @Test
  void aRunningCheckIsEndedWhenCheckingStops() throws Exception {
    var pid = dir.resolve("pid");
    watch(
        exec("setsid sh -c 'echo $$ > " + pid + "; exec sleep 1000' & sleep 1000"),
        Duration.ofSeconds(100),
        Duration.ofSeconds(100),
        false);
    await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
    health.stop();
    await().untilAsserted(() -> assertThat(lives(Files.readString(pid))).isFalse());
  }

  private static CheckTarget exec(String script) {
    return new CheckTarget.Exec(List.of("sh", "-c", script));
  }

  private boolean lives(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.trim())).map(ProcessHandle::isAlive).orElse(false);
  }
}
