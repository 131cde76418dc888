package io.hearsay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A load balancer as it is built by hand: Serf below a script of the supervisor's, scripts for
 * those who come and go, a file for each of them, a template, HAProxy started anew each time. First
 * with Hearsay in Serf's place, then with Hearsay alone; members come, die, come back and leave.
 */
@ParameterizedClass
@MethodSource("subjects")
class FromTheLabIT {
  private static final Path SCRIPTS = Path.of("src/test/resources/from-the-lab");

  private final Subject subject;
  @TempDir Path dir;

  FromTheLabIT(Subject subject) {
    this.subject = subject;
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @Test
  void theScriptsOfTheLabWorkWithHearsayInSerfsPlace() throws Exception {
    try (var lab = new Containers(dir, "127.85.1.")) {
      layOut(lab);
      startSerf(
          lab,
          "ha",
          "balancer",
          "--replay",
          "--event-handler",
          "member-join=" + dir.resolve("member-join.sh"),
          "--event-handler",
          "member-leave,member-failed=" + dir.resolve("member-leave.sh"));
      for (var web : List.of("s1", "s2")) {
        lab.application(web);
        startSerf(lab, web, "backend");
      }
      lab.awaitAnswers("s1", "s2");

      lab.agent("s1").destroyForcibly();
      lab.awaitAnswers("s2");
      assertThat(nodes()).containsExactly("s2");

      startSerf(lab, "s1", "backend");
      lab.awaitAnswers("s1", "s2");

      lab.program("s2").terminate();
      lab.await("s2 has not left", () -> !lab.agent("s2").isAlive());
      lab.awaitAnswers("s1");
      assertThat(nodes()).containsExactly("s1");
      assertThat(
              Command.run(Map.of(), serf("members", "-rpc-addr", lab.address("ha") + ":7373"))
                  .lines())
          .anyMatch(line -> line.matches("s2 .*left .*role=backend"));
      assertThat(Files.readAllLines(dir.resolve("serf.log")))
          .containsSubsequence(
              "member-failed s1 backend", "member-join s1 backend", "member-leave s2 backend")
          .contains("member-join ha balancer")
          .doesNotContain("member-failed s2 backend");
    }
  }

  /** The link, or for the jar, which has no name of its own, what does the same. */
  private void layOut(Containers lab) throws IOException {
    if (subject.command().size() == 1) {
      Files.createSymbolicLink(dir.resolve("serf"), Path.of(subject.command().getFirst()));
    } else {
      var words = subject.with(List.of("serf-compat")).stream().map(word -> "'" + word + "'");
      lab.executable(
          "serf", "#!/bin/sh\nexec " + words.collect(Collectors.joining(" ")) + " \"$@\"\n");
    }
    for (var script : List.of("run", "member-join.sh", "member-leave.sh", "configure")) {
      lab.executable(script, Files.readString(SCRIPTS.resolve(script)));
    }
    Files.writeString(
        dir.resolve("haproxy.cfg.template"),
        Files.readString(SCRIPTS.resolve("haproxy.cfg.template"))
            .replace("@frontend@", lab.address("ha") + ":" + Containers.FRONTEND));
    Files.createDirectory(dir.resolve("nodes"));
  }

  private List<String> serf(String... arguments) {
    var command = new ArrayList<>(List.of(dir.resolve("serf").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void startSerf(Containers lab, String name, String role, String... more) {
    var address = lab.address(name);
    var command = new ArrayList<>(List.of(dir.resolve("run").toString(), "--node", name));
    command.addAll(List.of("--bind", address, "--rpc-addr", address + ":7373"));
    command.addAll(List.of("--join", lab.address("ha"), "--tag", "role=" + role));
    command.addAll(List.of(more));
    lab.startBelow(name, command);
  }

  private Set<String> nodes() throws IOException {
    try (var files = Files.list(dir.resolve("nodes"))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void hearsayAloneDoesTheSame() throws Exception {
    try (var lab = new Containers(dir, "127.85.2.")) {
      var frontend = lab.address("ha") + ":" + Containers.FRONTEND;
      startHearsay(
          lab,
          "ha",
          Map.of(
              "HEARSAY_BALANCER_FRONTEND",
              frontend,
              "HEARSAY_BALANCER_STATS",
              lab.address("ha") + ":1936"),
          "--role",
          "balancer",
          "--haproxy-config",
          dir.resolve("haproxy.cfg").toString());
      for (var web : List.of("s1", "s2")) {
        lab.application(web);
        startWeb(lab, web);
      }
      lab.awaitAnswers("s1", "s2");

      lab.program("s1").kill();
      lab.awaitAnswers("s2");

      startWeb(lab, "s1");
      lab.awaitAnswers("s1", "s2");

      lab.program("s2").terminate();
      lab.awaitAnswers("s1");
      lab.await("s2 has not ended", () -> !lab.program("s2").alive());
      assertThat(lab.program("s2").code()).isZero();
    }
  }

  private void startWeb(Containers lab, String name) {
    var port = "port=" + Containers.APPLICATION;
    startHearsay(
        lab, name, Map.of(), "--role", "backend", "--tag", port, "--join", lab.address("ha"));
  }

  private void startHearsay(
      Containers lab, String name, Map<String, String> environment, String... more) {
    var address = lab.address(name);
    var arguments = new ArrayList<>(List.of("agent", "--name", name, "--bind", address));
    arguments.addAll(List.of("--http", address + ":7373", "--health", address + ":7374"));
    arguments.addAll(List.of(more));
    lab.start(name, environment, subject.with(arguments));
  }
}
