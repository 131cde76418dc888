package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered is for the sidecar alone. */
class RestartMemoryTest {
  @TempDir Path dir;

  @Test
  void nobodyElseReadsItWhateverTheUmask() throws Exception {
    var file = dir.resolve("memory");
    // As a version before may have left them.
    Files.writeString(file, "");
    Files.writeString(dir.resolve("memory.new"), "");
    var memory = new RestartMemory(file);

    memory.write(List.of(new InetSocketAddress("192.0.2.1", 7946)));

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(memory.read()).containsExactly(new InetSocketAddress("192.0.2.1", 7946));
  }
}
