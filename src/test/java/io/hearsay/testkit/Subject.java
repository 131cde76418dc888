package io.hearsay.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The packaged program, as tests start it: the jar, and the native binary if {@code make native}
 * has built one that is newer than the sources.
 *
 * @param name for reports
 * @param command the command line to which arguments are appended
 */
public record Subject(String name, List<String> command) {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
  private static final Path BINARY = Path.of("target/hearsay-runner").toAbsolutePath();

  /** The options of src/build/launcher.sh. */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx64m",
          "-Xss512k",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "-jar");

  /** The jar, which the build has made before the first test asks for it. */
  public static Subject jar() {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JVM);
    words.add(JAR.toString());
    return new Subject("jar", List.copyOf(words));
  }

  /** The native binary, if there is one built from these sources. */
  public static Optional<Subject> binary() {
    if (!Files.isExecutable(BINARY)) {
      return Optional.empty();
    }
    var built = modified(BINARY);
    try (var sources = Files.walk(Path.of("src/main"))) {
      boolean old =
          sources.anyMatch(p -> Files.isRegularFile(p) && modified(p).compareTo(built) > 0);
      if (old) {
        System.out.println(BINARY + " is older than the sources: not tested; make native");
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(new Subject("binary", List.of(BINARY.toString())));
  }

  /** All of them, the jar first. */
  public static List<Subject> all() {
    var subjects = new ArrayList<Subject>();
    subjects.add(jar());
    binary().ifPresent(subjects::add);
    return subjects;
  }

  /** The command line of a call. */
  public List<String> with(List<String> arguments) {
    var words = new ArrayList<>(command);
    words.addAll(arguments);
    return words;
  }

  /** An agent whose addresses all share one IP, on ports 17946, 17373 and 17374. */
  public List<String> agent(String name, String ip, String... more) {
    var arguments = new ArrayList<>(List.of("agent", "--name", name, "--bind", ip + ":17946"));
    arguments.addAll(List.of("--http", ip + ":17373", "--health", ip + ":17374"));
    arguments.addAll(List.of(more));
    return with(arguments);
  }

  /** Starts a command with its output in a file. */
  public static Process start(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Sends a signal through the shell, as Java knows only two. */
  public static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\" 2>/dev/null", "sh", name, "" + pid)
        .start()
        .waitFor();
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
