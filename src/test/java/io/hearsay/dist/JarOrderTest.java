package io.hearsay.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where something was built does not show in the order of what is packed. */
class JarOrderTest {
  @TempDir Path directory;

  @Test
  void whateverTheOrderWasTheBytesAreTheSame() throws Exception {
    var one = jar("one.jar", List.of("b/", "b/c/", "a/", "b/c/B.class", "a/A.class"));
    var other = jar("other.jar", List.of("a/", "b/", "b/c/", "a/A.class", "b/c/B.class"));
    assertThat(Files.readAllBytes(one)).isNotEqualTo(Files.readAllBytes(other));

    JarOrder.sort(one);
    JarOrder.sort(other);

    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(other));
    try (var zip = new ZipFile(one.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("a/", "a/A.class", "b/", "b/c/", "b/c/B.class");
      assertThat(zip.getInputStream(zip.getEntry("b/c/B.class")).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("what b/c/B.class has");
    }
  }

  private Path jar(String name, List<String> entries) throws IOException {
    var jar = directory.resolve(name);
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (var each : entries) {
        var entry = new ZipEntry(each);
        entry.setTimeLocal(LocalDateTime.of(2026, 11, 28, 0, 0));
        out.putNextEntry(entry);
        if (!entry.isDirectory()) {
          out.write(("what " + each + " has").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return jar;
  }
}
