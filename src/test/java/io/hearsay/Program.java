package io.hearsay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged program: the native binary or the launcher if the build left one, else the jar. */
final class Program {
  private static final Path BUILT = Path.of("target", "hearsay").toAbsolutePath();
  private static final Path JAR =
      Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

  private Program() {}

  /** Its command line. */
  static List<String> command(List<String> arguments) {
    var command = new ArrayList<String>();
    if (Files.isExecutable(BUILT)) {
      command.add(BUILT.toString());
    } else {
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xmx64m",
              "--enable-native-access=ALL-UNNAMED",
              "-jar",
              JAR.toString()));
    }
    command.addAll(arguments);
    return command;
  }

  /** An agent on an address of its own, 127.13.x.y. */
  static List<String> agent(String name, String ip, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "agent",
                "--name",
                name,
                "--bind",
                ip + ":17946",
                "--http",
                ip + ":17373",
                "--health",
                ip + ":17374"));
    arguments.addAll(List.of(more));
    return command(arguments);
  }

  /** Starts it with its output in a file. */
  static Process start(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Sends a signal by the shell, as Java knows only two. */
  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\" 2>/dev/null", "sh", name, "" + pid)
        .start()
        .waitFor();
  }
}
