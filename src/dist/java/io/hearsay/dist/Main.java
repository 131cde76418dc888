package io.hearsay.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Writes man pages and completions: {@code Main DIRECTORY VERSION SECONDS_SINCE_1970}. */
final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: DIRECTORY VERSION SECONDS_SINCE_1970");
      System.exit(2);
    }
    var release = new Release(args[1], Instant.ofEpochSecond(Long.parseLong(args[2])));
    for (var file : files(release).entrySet()) {
      var path = Path.of(args[0]).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /**
   * All files, by their paths below the directory: {@code man1}, {@code man5}, {@code completions}.
   */
  static Map<String, String> files(Release release) {
    var verbs = Verb.all();
    var files = new TreeMap<String, String>();
    new CommandPages(verbs, release)
        .files()
        .forEach((name, text) -> files.put("man/man1/" + name, text));
    files.put("man/man5/" + SettingsPage.NAME + ".5", SettingsPage.page(release));
    files.put("completions/hearsay.bash", BashCompletion.text(verbs));
    files.put("completions/_hearsay", ZshCompletion.text(verbs));
    files.put("completions/hearsay.fish", FishCompletion.text(verbs));
    return files;
  }
}
