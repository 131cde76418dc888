package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system in memory that a test can fill and make read-only. */
public final class SmallDisk implements AutoCloseable {
  private static final int BYTES = 256 << 10;

  private final Path at;

  /** Mounts it; skips the test where mounting is not permitted. */
  public SmallDisk(Path at) throws IOException {
    this.at = Files.createDirectories(at);
    var said = run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "hearsay-test", at.toString());
    assumeTrue(said.isEmpty(), () -> "a file system can be mounted by root only: " + said);
  }

  /** Uses up all remaining space. */
  public void fill() throws IOException {
    var block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      for (int written = 0; written < 2 * BYTES; written += block.length) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
      return;
    }
    throw new AssertionError("the disk does not get full");
  }

  /** Frees the space again. */
  public void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return at.resolve("filler");
  }

  public void readOnly(boolean on) throws IOException {
    assertThat(run("mount", "-o", "remount," + (on ? "ro" : "rw"), at.toString())).isEmpty();
  }

  /** What the command printed; empty if it succeeded. */
  private static String run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "mount does not end";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
    return process.exitValue() == 0 ? "" : "code " + process.exitValue() + " " + said;
  }

  @Override
  public void close() throws IOException {
    // A lazy unmount, since some process may still have a file open there.
    assertThat(run("umount", "-l", at.toString())).isEmpty();
  }
}
