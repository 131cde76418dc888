package io.hearsay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.config.ConfigSources;
import io.hearsay.config.InvalidSettings;
import io.hearsay.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that documents show are ones that an agent takes. */
class DocumentedSettingsTest {
  /** Files that settings name are their reader's to make. */
  private static final String NO_FILE = "there is no such file";

  @TempDir Path dir;

  @Test
  void everyBlockOfSettingsIsTaken() throws Exception {
    var refused = new ArrayList<String>();
    int blocks = 0;
    for (var page : Document.all()) {
      for (var block : page.blocks()) {
        if (block.isSource("properties")) {
          blocks++;
          refused.addAll(refused(block));
        }
      }
    }

    assertThat(blocks).isGreaterThan(6);
    assertThat(refused).isEmpty();
  }

  @Test
  void wrongSettingsAreFound() throws Exception {
    var block =
        new CommandBlock(
            "page", Set.of(), Map.of(), "hearsay.profil=lan\nhearsay.stop.total=soon\n");

    assertThat(refused(block)).hasSize(2);
  }

  private List<String> refused(CommandBlock block) throws Exception {
    var file = Files.writeString(dir.resolve("hearsay.properties"), block.text());
    try {
      Settings.of(new ConfigSources(Map.of(), Map.of(), Optional.of(file)), "host");
      return List.of();
    } catch (InvalidSettings e) {
      return e.problems().stream()
          .filter(problem -> !problem.contains(NO_FILE))
          .map(problem -> block.where() + ": " + problem)
          .toList();
    }
  }
}
