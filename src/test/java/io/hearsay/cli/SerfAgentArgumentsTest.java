package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Serf's flags for starting an agent, translated into ours. */
class SerfAgentArgumentsTest {
  @TempDir Path dir;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String[] translate(String... arguments) {
    return SerfAgentArguments.translate(
        List.of(arguments), new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void goStyleFlagsAreUnderstoodInAllTheirForms() {
    assertThat(
            translate(
                "-node",
                "a1",
                "--tag=role=balancer",
                "-tag",
                "x=1",
                "-join=10.0.0.1",
                "-replay",
                "-event-handler",
                "/a.sh",
                "-event-handler",
                "member-join=/b.sh",
                "-rpc-addr",
                "127.0.0.2:7373",
                "-snapshot",
                "/tmp/s",
                "-discover",
                "blue"))
        .containsExactly(
            "agent",
            "--force",
            "--no-balancer",
            "--health=127.0.0.2:7374",
            "--name=a1",
            "--tag=role=balancer",
            "--tag=x=1",
            "--join=10.0.0.1",
            "--replay=true",
            "--event-handler=coalesce=1s=/a.sh",
            "--event-handler=coalesce=1s,member-join=/b.sh",
            "--http=127.0.0.2:7373",
            "--memory=/tmp/s",
            "--discover=blue");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void flagsWithoutEffectAreReported() {
    assertThat(translate("-protocol", "5", "-rejoin", "-syslog"))
        .containsExactly("agent", "--force", "--no-balancer");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("without effect here: -protocol, -syslog");
  }

  @Test
  void serfsConfigurationFilesAreRead() throws Exception {
    var file = dir.resolve("a.json");
    Files.writeString(
        file,
        """
        {"node_name": "a1", "tags": {"role": "web"}, "start_join": ["x", "y"],
         "event_handlers": ["/a.sh"], "replay_on_join": true}""");
    assertThat(translate("-config-dir", dir.toString(), "-tag", "b=2"))
        .containsExactly(
            "agent",
            "--force",
            "--no-balancer",
            "--name=a1",
            "--tag=role=web",
            "--tag=b=2",
            "--join=x",
            "--join=y",
            "--event-handler=coalesce=1s=/a.sh",
            "--replay=true");
    Files.writeString(file, "[");
    assertThatThrownBy(() -> translate("-config-file", file.toString()))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("a.json");
  }

  @Test
  void flagsThatSerfRefusesAreRefusedInItsWords() {
    assertThatThrownBy(() -> translate("-nope"))
        .isInstanceOf(WrongUsage.class)
        .hasMessage("flag provided but not defined: -nope");
    assertThatThrownBy(() -> translate("-node"))
        .isInstanceOf(WrongUsage.class)
        .hasMessage("flag needs an argument: -node");
    assertThatThrownBy(() -> translate("-replay=maybe")).isInstanceOf(WrongUsage.class);
  }
}
