package io.hearsay.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A document with its blocks.
 *
 * @param file where it is
 * @param text all of it
 */
record Document(Path file, String text) {
  private static final Set<String> DELIMITERS = Set.of("----", "....");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([a-z]+)=(?:\"([^\"]*)\"|([^,\"]*))|([A-Za-z.]+)");
  private static final String CLUSTER = "\n:cluster:\n";

  static Document read(Path file) throws IOException {
    return new Document(file, Files.readString(file));
  }

  /** All documents for users and contributors. */
  static List<Document> all() throws IOException {
    var documents = new ArrayList<Document>();
    for (var root : List.of("docs", "docker", "native", "compose")) {
      try (var files = Files.walk(Path.of(root))) {
        for (var file : files.filter(f -> f.toString().endsWith(".adoc")).sorted().toList()) {
          documents.add(read(file));
        }
      }
    }
    for (var file : List.of("README.adoc", "CONTRIBUTING.adoc", "SECURITY.adoc")) {
      documents.add(read(Path.of(file)));
    }
    return documents;
  }

  /** Whether its commands are for the cluster that the tutorial with hosts leaves. */
  boolean beginsWithCluster() {
    return text.contains(CLUSTER);
  }

  /** Its blocks, in their order. */
  List<CommandBlock> blocks() {
    var blocks = new ArrayList<CommandBlock>();
    var lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var delimiter = lines.get(i);
      if (!DELIMITERS.contains(delimiter)) {
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).equals(delimiter)) {
        end++;
      }
      var style = i > 0 && lines.get(i - 1).startsWith("[") ? lines.get(i - 1) : "";
      blocks.add(block(i + 1, style, String.join("\n", lines.subList(i + 1, end)) + "\n"));
      i = end;
    }
    return blocks;
  }

  private CommandBlock block(int line, String style, String text) {
    var words = new HashSet<String>();
    var values = new HashMap<String, String>();
    ATTRIBUTE
        .matcher(style)
        .results()
        .forEach(
            found -> {
              if (found.group(4) != null) {
                words.add(found.group(4));
              } else {
                var quoted = found.group(2);
                values.put(
                    found.group(1), quoted == null ? found.group(3).replace("]", "") : quoted);
              }
            });
    return new CommandBlock(file + ":" + line, Set.copyOf(words), Map.copyOf(values), text);
  }
}
