package io.hearsay.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shells and the page formatter read what was written for them. */
class ShellsTest {
  private static final Map<String, String> FILES = Main.files(new Release("1", Instant.EPOCH));

  @TempDir Path directory;

  /** A shell that is not installed here cannot be asked; bash is everywhere. */
  @ParameterizedTest
  @CsvSource({"bash,hearsay.bash", "zsh,_hearsay", "fish,hearsay.fish"})
  void theShellReadsItsCompletion(String shell, String name) throws Exception {
    assumeTrue(shell.equals("bash") || installed(shell), shell + " is not installed");

    assertThat(run(shell, "-n", written("completions/" + name).toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hearsay mem, members",
    "hearsay help qu, query",
    "hearsay members --fo, --format=",
    "hearsay members --format te, text",
    "hearsay members --format = j, json",
    "hearsay members --format =, json text",
    "hearsay agent --no-b, --no-balancer",
    "hearsay agent --profile = la, lan",
    "hearsay agent --keyring = /etc/passw, /etc/passwd",
    "hearsay agent -- cat /etc/passw, /etc/passwd",
  })
  void bashOffers(String line, String offered) throws Exception {
    var script =
        """
        source %s
        COMP_WORDS=(%s)
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _hearsay
        printf '%%s\\n' "${COMPREPLY[@]}" | grep -v '[-]$' | sort | paste -s -d ' '
        """
            .formatted(written("completions/hearsay.bash"), line);

    assertThat(run("bash", "-c", script).strip()).isEqualTo(offered);
  }

  @Test
  void noPageHasAnythingThatGroffWarnsOf() throws Exception {
    assumeTrue(installed("groff"), "groff is not installed");
    var command = new ArrayList<>(List.of("groff", "-man", "-Tascii", "-ww", "-z"));
    for (var name : new TreeMap<>(FILES).keySet()) {
      if (name.startsWith("man/")) {
        command.add(written(name).toString());
      }
    }

    assertThat(run(command.toArray(String[]::new))).isEmpty();
  }

  private Path written(String name) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, FILES.get(name));
  }

  private static boolean installed(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(d -> Files.isExecutable(Path.of(d).resolve(program)));
  }

  /** What a program prints, on both outputs. */
  private static String run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
