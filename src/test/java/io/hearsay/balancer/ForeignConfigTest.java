package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator has written stays, whatever Hearsay is asked to do beside it. */
class ForeignConfigTest {
  /** As a distribution's package installs it; not even text in a single encoding. */
  private static final byte[] THEIRS = theirs("# maxconn 77 \u00e9\nglobal\n\tdaemon\n");

  @TempDir Path dir;
  @AutoClose private TestBalancer test;
  private Path config;
  private int port;

  private static byte[] theirs(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @BeforeEach
  void prepare() throws IOException {
    test = new TestBalancer(dir);
    config = test.settings.config();
    port = test.web("one");
  }

  private void adopting() {
    test.with(s -> s.with(BalancerOption.ADOPT_CONFIG, true));
  }

  /** Ten lists of servers, every other one of which takes a reload. */
  private void tenChanges() {
    for (int i = 0; i < 10; i++) {
      long before = test.balancer.status().revision();
      test.balancer.submit(
          i % 2 == 0
              ? CrashingBalancer.otherService(port)
              : Views.of(Views.web("more" + i, port), Views.web("web1", port)));
      test.awaitStatus(
          s ->
              s.revision() > before
                  && (s.lastError().isPresent() || s.appliedRevision() == s.revision()));
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(dir)) {
      return files.map(p -> p.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }

  @Test
  void aFirstStartAndTenChangesLeaveItByteForByteAsItWas() throws Exception {
    Files.write(config, THEIRS);
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    var written = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));
    Files.setLastModifiedTime(config, written);

    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    var status = test.awaitStatus(s -> s.lastError().isPresent());
    tenChanges();

    assertThat(status.failure()).contains(FailureKind.FOREIGN_CONFIG);
    assertThat(status.lastError().get())
        .contains(config.toString())
        .contains("--haproxy-config")
        .contains("--adopt-config");
    assertThat(config).hasBinaryContent(THEIRS);
    assertThat(Files.getLastModifiedTime(config)).isEqualTo(written);
    assertThat(Files.getPosixFilePermissions(config))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(names()).containsExactly("haproxy.cfg");
    assertThat(test.haproxies()).isEmpty();

    // Moved out of the way, as the message advises, under a name that operators use.
    Files.move(config, dir.resolve("haproxy.cfg.bak"));
    test.awaitApplied();
    tenChanges();
    assertThat(test.get().body()).isEqualTo("one");
    assertThat(dir.resolve("haproxy.cfg.bak")).hasBinaryContent(THEIRS);
  }

  @Test
  void anAdoptedFileIsKeptForGood() throws Exception {
    Files.write(config, THEIRS);
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    adopting();

    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    test.awaitApplied();
    tenChanges();

    assertThat(test.get().body()).isEqualTo("one");
    var kept = dir.resolve("haproxy.cfg.before-hearsay");
    assertThat(kept).hasBinaryContent(THEIRS);
    assertThat(Files.getPosixFilePermissions(kept))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));

    // A later copy does not replace it.
    test.balancer.close(true);
    Files.write(config, theirs("# another\n"));
    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    test.awaitApplied();
    assertThat(kept).hasBinaryContent(THEIRS);
    assertThat(dir.resolve("haproxy.cfg.before-hearsay.1")).hasBinaryContent(theirs("# another\n"));
  }

  @Test
  void ourOwnFileNeedsNoPermission() throws Exception {
    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    var first = test.awaitApplied();

    // HAProxy goes on, and the next sidecar finds it.
    test.balancer.close();
    test.start().balancer.submit(CrashingBalancer.otherService(port));
    assertThat(test.awaitApplied().pid()).isNotEqualTo(first.pid());

    // HAProxy is gone, and so is everything in the run directory, as after a reboot.
    test.balancer.close(true);
    await().until(() -> test.haproxies().isEmpty());
    Files.deleteIfExists(test.settings.appliedFile());
    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    test.awaitApplied();
    assertThat(test.get().body()).isEqualTo("one");
    assertThat(names()).doesNotContain("haproxy.cfg.before-hearsay");
  }

  @Test
  void aFileEditedAtRunTimeStaysAndServersFollowAllTheSame() throws Exception {
    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    long pid = test.awaitApplied().pid();
    var edited = test.file() + "# edited by hand\n";
    Files.writeString(config, edited);

    int two = test.web("two");
    test.balancer.submit(CrashingBalancer.otherServer(two));
    var failed = test.awaitStatus(s -> s.lastError().isPresent());
    assertThat(failed.lastError().get()).contains("was changed by somebody else");
    assertThat(failed.failure()).contains(FailureKind.FOREIGN_CONFIG);
    assertThat(Traffic.ask(test.port)).endsWith("two");

    // Nor does it keep a HAProxy that died from coming back.
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    test.awaitStatus(s -> s.pid() != 0 && s.pid() != pid && s.answering());
    await().ignoreExceptions().until(() -> Traffic.ask(test.port).endsWith("two"));
    assertThat(test.file()).isEqualTo(edited);

    Files.delete(config);
    test.awaitApplied();
    assertThat(test.file()).contains("server web2");
    await().atMost(Duration.ofSeconds(15)).until(() -> test.haproxies().size() == 1);
    assertThat(test.serving()).isEqualTo(test.balancer.status().pid());
  }

  @Test
  void withoutDrivingHaproxyItStaysAsWell() throws Exception {
    Files.write(config, THEIRS);
    test.with(s -> s.with(BalancerOption.RELOAD, BalancerSettings.Mode.NONE));

    test.start().balancer.submit(Views.of(Views.web("web1", port)));

    assertThat(test.awaitStatus(s -> s.lastError().isPresent()).failure())
        .contains(FailureKind.FOREIGN_CONFIG);
    assertThat(config).hasBinaryContent(THEIRS);
  }
}
