package io.hearsay.membership.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.crypto.Keyring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation leaves a file that the owner's other programs can still read. */
class KeyFileTest {
  private static final String ONE = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String TWO =
      Base64.getEncoder().encodeToString("x".repeat(32).getBytes(US_ASCII));

  @TempDir Path dir;

  private String rotated(String before) throws Exception {
    var file = dir.resolve("keyring");
    Files.writeString(file, before);
    var more = Keyring.read(file).with(Keyring.key(TWO));
    new KeyFile(file).write(more);
    assertThat(Keyring.read(file)).isEqualTo(more);
    return Files.readString(file);
  }

  @Test
  void aKeyListInSerfsFormatStaysOne() throws Exception {
    assertThat(rotated("[\"" + ONE + "\"]"))
        .isEqualTo("[\n  \"" + ONE + "\",\n  \"" + TWO + "\"\n]\n");
  }

  @Test
  void linesStayLines() throws Exception {
    assertThat(rotated("# mine\n" + ONE + "\n")).isEqualTo(ONE + "\n" + TWO + "\n");
  }
}
