package io.hearsay.balancer.apply;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearsay.balancer.diagnostics.ApplyException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error names the option that fixes it. */
class ConfigFileTest {
  @TempDir Path dir;

  @Test
  void anUnwritablePathNamesTheOptionThatSetsIt() throws Exception {
    var noDirectory = Files.writeString(dir.resolve("file"), "");

    assertThatThrownBy(() -> new ConfigFile(noDirectory.resolve("haproxy.cfg")).write("text"))
        .isInstanceOf(ApplyException.class)
        .hasMessageContaining("--haproxy-config");
    assertThatThrownBy(
            () ->
                new ConfigFile(noDirectory.resolve("haproxy.state"), "hearsay.balancer.run-dir")
                    .write("text"))
        .isInstanceOf(ApplyException.class)
        .hasMessageContaining("hearsay.balancer.run-dir");
  }
}
