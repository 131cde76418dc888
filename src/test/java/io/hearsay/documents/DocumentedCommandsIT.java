package io.hearsay.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands that documents show, in their order, on the hosts that the blocks name: network
 * namespaces with an own {@code /etc} and the real HAProxy. {@link CommandsTest} says what a block
 * may ask for.
 */
class DocumentedCommandsIT {
  private static final Path KIT = Path.of("src/test/resources/documents").toAbsolutePath();
  /** Seconds in which a command has to print what is expected. */
  private static final int LIMIT = 30;

  private static final Path TUTORIAL = Path.of("docs/tutorials/vm.adoc");

  /** The hosts that blocks may name, with their addresses. */
  static final Map<String, String> HOSTS =
      new TreeMap<>(
          Map.of(
              "lb", "10.0.0.10", "lb2", "10.0.0.20", "web1", "10.0.0.11", "web2", "10.0.0.12",
              "web3", "10.0.0.13"));

  @TempDir Path temp;

  static Stream<Path> pages() throws IOException {
    return Document.all().stream()
        .filter(page -> !steps(page.blocks()).isEmpty())
        .map(Document::file);
  }

  private static List<CommandBlock> steps(List<CommandBlock> blocks) {
    return blocks.stream()
        .filter(block -> block.isShell() && block.notRun().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theCommandsOfAPageWork(Path file) throws Exception {
    var page = Document.read(file);
    var steps = new ArrayList<CommandBlock>();
    if (page.beginsWithCluster()) {
      steps(Document.read(TUTORIAL).blocks()).stream()
          .filter(CommandBlock::isStep)
          .forEach(steps::add);
      // Who reads a page is slower than its next command.
      for (var server : List.of("web1", "web2")) {
        var seen = server + " " + HOSTS.get(server) + ":7946 alive passing ready";
        steps.add(block("hearsay members", Map.of("host", "lb", "expect", seen)));
      }
    }
    steps.addAll(steps(page.blocks()));

    assertThat(run(LIMIT, steps)).isEmpty();
  }

  /** What is wrong with a command, or with what it prints, is found. */
  @Test
  void aCommandThatFailsIsFound() throws Exception {
    assertThat(run(LIMIT, List.of(block("hearsay members --colour red", Map.of("host", "web1")))))
        .contains("on web1:", "Unknown option");
    assertThat(run(1, List.of(block("hostname", Map.of("host", "web1", "expect", "web2")))))
        .contains("and not: web2");
    assertThat(run(LIMIT, List.of(block("hostname", Map.of("host", "web1", "expect", "web1")))))
        .isEmpty();
  }

  private static CommandBlock block(String text, Map<String, String> values) {
    return new CommandBlock("here", Set.of("source", "sh"), values, text + "\n");
  }

  /** What the first command that failed has said; empty: none has. */
  private String run(int limit, List<CommandBlock> steps) throws Exception {
    assumeTrue(
        Command.attempt(Map.of(), List.of("unshare", "--net", "--mount", "true")).good(),
        "hosts are namespaces, which root can make");
    var directory = Files.createTempDirectory(temp, "page");
    tools(Files.createDirectory(directory.resolve("bin")));
    write(directory, "path", directory.resolve("bin").toString());
    write(directory, "hearsay.properties", Files.readString(packaged()));
    var hosts = steps.stream().flatMap(step -> step.hosts().stream()).distinct().sorted().toList();
    write(directory, "hosts", lines(hosts.stream().map(host -> host + " " + HOSTS.get(host))));
    var names = HOSTS.entrySet().stream().map(host -> host.getValue() + " " + host.getKey());
    write(directory, "hosts.etc", "127.0.0.1 localhost\n" + lines(names));
    for (int i = 0; i < steps.size(); i++) {
      step(Files.createDirectories(directory.resolve("steps/" + i)), steps.get(i));
    }
    var outcome =
        Command.attempt(
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            List.of(
                "unshare",
                "--net",
                "--mount",
                "--uts",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child",
                "bash",
                KIT.resolve("hosts.sh").toString(),
                directory.toString(),
                Integer.toString(limit)));
    return outcome.good() ? "" : outcome.out() + "\n" + outcome.err();
  }

  private static void step(Path directory, CommandBlock step) throws IOException {
    write(directory, "hosts", String.join(" ", step.hosts()));
    write(directory, "sh", step.text());
    if (step.expected().isPresent()) {
      write(directory, "expect", step.expected().get());
    }
    if (step.isBackground()) {
      write(directory, "background", "");
    }
  }

  /** What comes first in the PATH: Hearsay, and stand-ins for what cannot be had here. */
  private static void tools(Path bin) throws IOException {
    try (var files = Files.list(KIT.resolve("bin"))) {
      for (var file : files.toList()) {
        executable(bin.resolve(file.getFileName().toString()), Files.readString(file));
      }
    }
    var words = Subject.binary().orElseGet(Subject::jar).command();
    executable(bin.resolve("hearsay"), "#!/bin/sh\nexec " + String.join(" ", words) + " \"$@\"\n");
  }

  /** The settings as the package leaves them. */
  private static Path packaged() {
    var real = Path.of("src/dist/etc/hearsay.properties");
    return Files.exists(real) ? real : KIT.resolve("hearsay.properties");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static String lines(Stream<String> lines) {
    return lines.map(line -> line + "\n").reduce("", String::concat);
  }
}
