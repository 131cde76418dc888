package io.hearsay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is written from the code, and so is as the code is; {@code -Dwrite} writes it anew.
 */
public final class GeneratedPage {
  private GeneratedPage() {}

  /**
   * Wants the page to be what the code gives.
   *
   * @param test the simple name of the test that calls
   */
  public static void hold(Path page, String text, String test) throws IOException {
    if (System.getProperty("write") != null) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, text);
    }

    assertThat(page)
        .as("written anew by: mvn %s -Dwrite", command(test))
        .exists()
        .content()
        .isEqualTo(text);
  }

  /** The comment below a page's title. */
  public static String note(String from, String test) {
    return "// Written from %s; `mvn %s -Dwrite` writes it anew.\n".formatted(from, command(test));
  }

  private static String command(String test) {
    return test.endsWith("IT")
        ? "verify -DskipITs=false -Dtest=ArchitectureTest -Dit.test=" + test
        : "test -Dtest=" + test;
  }
}
