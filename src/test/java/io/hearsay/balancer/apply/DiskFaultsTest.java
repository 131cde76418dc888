package io.hearsay.balancer.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.CrashingBalancer;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.SmallDisk;
import io.hearsay.balancer.TestBalancer;
import io.hearsay.balancer.Traffic;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.plan.ReloadReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients do not notice that nothing can be written to disk, and the files catch up once it can.
 */
class DiskFaultsTest {
  @TempDir Path dir;
  private TestBalancer test;
  private SmallDisk disk;

  @AfterEach
  void stop() throws Exception {
    if (test != null) {
      test.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  private void start(Path directory) throws Exception {
    test = new TestBalancer(directory);
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    test.awaitApplied();
  }

  private void startOnSmallDisk() throws Exception {
    disk = new SmallDisk(dir.resolve("small"));
    start(dir.resolve("small"));
  }

  private ProxyStatus awaitError(String... words) {
    return test.awaitStatus(
        s ->
            s.lastError()
                .filter(e -> java.util.stream.Stream.of(words).allMatch(e::contains))
                .isPresent());
  }

  private void assertAllInStep(ProxyStatus status) throws Exception {
    assertThat(test.balancer.appliedConfig()).hasValue(test.file());
    assertThat(test.settings.appliedFile())
        .hasContent(AppliedRecord.of(status.pid(), test.file()).text());
  }

  @Test
  void aFullDiskDelaysTheFileButNotTheServers() throws Exception {
    startOnSmallDisk();
    var before = test.file();
    int two = test.web("two");
    disk.fill();
    try (var traffic = new Traffic(test.port)) {
      test.balancer.submit(CrashingBalancer.otherServer(two));

      awaitError("cannot write", "--haproxy-config", "No space left");
      assertThat(Traffic.ask(test.port)).endsWith("two");
      assertThat(test.file()).isEqualTo(before);

      // Nor does a change that needs a reload take away what there is.
      test.balancer.submit(CrashingBalancer.otherService(two));
      var full = test.awaitStatus(s -> s.revision() == 3 && s.failures() > 2);
      assertThat(full.reloads()).isEqualTo(1);
      assertThat(test.file()).isEqualTo(before);

      disk.free();
      var after = test.awaitApplied();
      assertThat(after.reloads()).isEqualTo(2);
      assertThat(test.file()).contains("server web2").contains("server api1");
      assertAllInStep(after);
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void aHaproxyThatDiesIsRestartedEvenIfTheDiskIsFull() throws Exception {
    startOnSmallDisk();
    disk.fill();
    long first = test.balancer.status().pid();

    ProcessHandle.of(first).orElseThrow().destroyForcibly();

    var second = test.awaitStatus(s -> s.pid() != 0 && s.pid() != first && s.answering());
    assertThat(Traffic.ask(test.port)).endsWith("one");
    assertThat(second.reloadsBy()).containsEntry(ReloadReason.DIED, 1L);

    disk.free();
    assertAllInStep(test.awaitApplied());
  }

  @Test
  void aReadOnlyDirectoryDelaysTheFileButNotTheServers() throws Exception {
    startOnSmallDisk();
    var before = test.file();
    disk.readOnly(true);

    test.balancer.submit(CrashingBalancer.otherServer(test.web("two")));

    awaitError("cannot write", "Read-only");
    assertThat(Traffic.ask(test.port)).endsWith("two");
    assertThat(test.file()).isEqualTo(before);

    // The earlier record could not be removed; the next sidecar does not trust it.
    var wanted = CrashingBalancer.otherServer(test.web("three"));
    test.balancer.close();
    test.start().balancer.submit(wanted);
    awaitError("Read-only");
    assertThat(test.balancer.appliedConfig()).isEmpty();
    assertThat(Traffic.ask(test.port)).endsWith("two");

    disk.readOnly(false);
    var after = test.awaitApplied();
    assertThat(after.reloadsBy()).containsOnlyKeys(ReloadReason.UNCERTAIN);
    await().until(() -> Traffic.ask(test.port).endsWith("three"));
    assertAllInStep(after);
  }

  /** Puts something in place of the record that cannot be removed. */
  private Path blockRecord() throws Exception {
    var record = test.settings.appliedFile();
    return Files.createDirectories(
        record.resolveSibling(record.getFileName() + ".hearsay-new").resolve("in-the-way"));
  }

  private static void unblock(Path blocked) throws Exception {
    Files.delete(blocked);
    Files.delete(blocked.getParent());
  }

  @Test
  void aRecordThatCannotBeWrittenIsWrittenLater() throws Exception {
    start(dir);
    var blocked = blockRecord();

    test.balancer.submit(CrashingBalancer.otherServer(test.web("two")));

    awaitError("cannot write", "haproxy.applied");
    assertThat(test.file()).contains("server web2");
    assertThat(test.settings.appliedFile()).doesNotExist();

    unblock(blocked);
    assertAllInStep(test.awaitApplied());
  }

  @Test
  void aReloadThatCannotBeRecordedIsNotRepeated() throws Exception {
    start(dir);
    var blocked = blockRecord();

    test.balancer.reload("because");

    awaitError("cannot write", "haproxy.applied");
    test.awaitStatus(s -> s.failures() > 2);
    assertThat(test.balancer.status().reloads()).isEqualTo(2);

    unblock(blocked);
    var after = test.awaitApplied();
    assertThat(after.reloads()).isEqualTo(2);
    assertAllInStep(after);
  }

  @Test
  void aRestartedHaproxyMayDieAgainEvenIfNothingCanBeRecorded() throws Exception {
    start(dir);
    var blocked = blockRecord();
    for (long deaths = 1; deaths <= 2; deaths++) {
      long expected = deaths;
      long pid = test.balancer.status().pid();

      ProcessHandle.of(pid).orElseThrow().destroyForcibly();

      test.awaitStatus(
          s ->
              s.answering()
                  && s.pid() != pid
                  && s.reloadsBy().getOrDefault(ReloadReason.DIED, 0L) == expected);
    }

    unblock(blocked);
    assertAllInStep(test.awaitApplied());
  }

  @Test
  void aHaproxyThatDiesComesBackEvenIfNothingCanBeWritten() throws Exception {
    startOnSmallDisk();
    disk.readOnly(true);
    long first = test.balancer.status().pid();

    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    long killed = System.nanoTime();

    await()
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions()
        .until(() -> Traffic.ask(test.port).endsWith("one"));
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(1));
    test.awaitStatus(s -> s.pid() != 0 && s.pid() != first && s.answering());
    int two = test.web("two");
    test.balancer.submit(CrashingBalancer.otherServer(two));
    await().until(() -> Traffic.ask(test.port).endsWith("two"));

    // As soon as possible it goes back to where it belongs, and no client notices.
    try (var traffic = new Traffic(test.port)) {
      disk.readOnly(false);
      await().until(() -> test.serving() != 0);
      var after = test.awaitApplied();
      assertThat(test.serving()).isEqualTo(after.pid());
      assertAllInStep(after);
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }
}
