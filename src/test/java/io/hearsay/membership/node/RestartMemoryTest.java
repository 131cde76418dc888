package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered is readable by the sidecar alone. */
class RestartMemoryTest {
  @TempDir Path dir;

  @Test
  void nobodyElseCanReadItWhateverTheUmask() throws Exception {
    var file = dir.resolve("memory");
    // As an earlier version may have left it.
    Files.writeString(file, "");
    Files.writeString(dir.resolve("memory.new"), "");
    var memory = new RestartMemory(file);

    var kept = new RestartMemory.Kept(List.of(new InetSocketAddress("192.0.2.1", 7946)), 17, 4);
    memory.write(kept);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(memory.read()).isEqualTo(kept);
  }

  @Test
  void aFileOfAnOlderVersionHasMembersOnly() throws Exception {
    var file = dir.resolve("memory");
    Files.writeString(file, "# members last seen\n192.0.2.1:7946\n");

    assertThat(new RestartMemory(file).read())
        .isEqualTo(new RestartMemory.Kept(List.of(new InetSocketAddress("192.0.2.1", 7946)), 0, 0));
  }

  @Test
  void anInvalidTimeIsIgnoredWithTheRest() throws Exception {
    var file = dir.resolve("memory");
    Files.writeString(file, "# event time 99999999999999999999\n192.0.2.1:7946\n");

    assertThat(new RestartMemory(file).read().eventTime()).isZero();
  }
}
