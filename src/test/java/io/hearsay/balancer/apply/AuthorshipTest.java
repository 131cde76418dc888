package io.hearsay.balancer.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever step a sidecar is killed at, the next one knows whether the file is its own. */
class AuthorshipTest {
  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void prepare() {
    file = dir.resolve("haproxy.cfg");
  }

  /** As after a kill: only what is on disk is known. */
  private Authorship next(boolean adopt) {
    return new Authorship(file, adopt);
  }

  private void refuses(String text) {
    assertThatThrownBy(() -> next(false).require(text))
        .isInstanceOfSatisfying(
            ApplyException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.FOREIGN_CONFIG));
  }

  @Test
  void theOldAndTheNewFileAreOursAtAnyStep() throws Exception {
    next(false).claim("one");
    next(false).require("one");
    Files.writeString(file, "one");
    next(false).claim("two");
    // Killed before the rename, and after it.
    next(false).require("three");
    Files.writeString(file, "two");
    next(false).require("three");
    Files.writeString(file, "two, edited");
    refuses("three");
  }

  @Test
  void thePreviousTextStaysOnRecordHoweverOftenTheNextOneFails() throws Exception {
    next(false).claim("served");
    Files.writeString(file, "served");
    for (int i = 0; i < 100; i++) {
      next(false).claim("does not start " + i);
    }
    next(false).require("at last");
    assertThat(Files.readAllLines(dir.resolve("haproxy.cfg.hearsay"))).hasSizeLessThan(20);
  }

  @Test
  void aTextKnownFromElsewhereDoesNotFallOutOfAFullRecordWhileItIsInTheFile() throws Exception {
    for (int i = 0; i < 20; i++) {
      next(false).claim("before " + i);
      Files.writeString(file, "before " + i);
    }
    Files.writeString(file, "of HAProxy's record");
    var adopting = next(false);
    adopting.trust("of HAProxy's record");
    adopting.claim("next");
    // Killed before the rename.
    next(false).require("another");
  }

  @Test
  void anEquivalentFileIsNoLoss() throws Exception {
    Files.writeString(file, "rendered before");
    next(false).require("rendered before");
    refuses("rendered now");
  }

  @Test
  void anAdoptedFileIsKeptOnceEvenIfItTakesSeveralAttempts() throws Exception {
    Files.writeString(file, "theirs");
    next(true).claim("ours");
    // Killed before the rename: the file is still theirs, and so is the copy.
    refuses("ours");
    next(true).claim("ours");
    assertThat(dir.resolve("haproxy.cfg.before-hearsay")).hasContent("theirs");
    assertThat(dir.resolve("haproxy.cfg.before-hearsay.1")).doesNotExist();
  }

  @Test
  void keptCopiesAreNeverOverwrittenAndAreBounded() throws Exception {
    for (int i = 0; i < 9; i++) {
      Files.deleteIfExists(file);
      Files.writeString(file, "theirs " + i);
      next(true).claim("ours");
    }
    Files.deleteIfExists(file);
    Files.writeString(file, "one too many");
    assertThatThrownBy(() -> next(true).claim("ours"))
        .hasMessageContaining("there are 9 of these already");
    assertThat(file).hasContent("one too many");
    for (int i = 0; i < 9; i++) {
      var suffix = i == 0 ? "" : "." + i;
      assertThat(dir.resolve("haproxy.cfg.before-hearsay" + suffix)).hasContent("theirs " + i);
    }
  }

  @Test
  void anUnreadableFileIsNotOurs() throws Exception {
    Files.createDirectories(file.resolve("in-the-way"));
    refuses("ours");
    Files.delete(file.resolve("in-the-way"));
    Files.delete(file);
    Files.createSymbolicLink(file, dir.resolve("not-there"));
    refuses("ours");
    assertThat(List.of(file)).allMatch(Files::isSymbolicLink);
  }
}
