package io.hearsay.cli;

import io.hearsay.cli.ClientCommands.Call;
import io.hearsay.config.HttpOption;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that need no agent, and the one that calls its health port. */
final class OfflineCommands {
  private static final int KEY_BYTES = 32;

  private OfflineCommands() {}

  static void addTo(Verbs verbs) {
    verbs.add("version", () -> printing("version", "Shows the version.", OfflineCommands::version));
    verbs.add(
        "keygen", () -> printing("keygen", "Makes a key for a keyring.", OfflineCommands::key));
    verbs.add("health", OfflineCommands::health);
    verbs.add(
        SerfCompat.WORD,
        () ->
            CommandTree.spec(
                SerfCompat.WORD,
                "Takes Serf's command line: serf-compat agent -node a1 …, serf-compat members. A link"
                    + " named serf does the same. It stands before everything else.",
                () -> ExitCode.USAGE));
  }

  private static CommandSpec printing(String name, String description, Supplier<String> text) {
    var holder = new CommandSpec[1];
    holder[0] =
        CommandTree.spec(
            name,
            description,
            () -> {
              var line = holder[0].commandLine();
              var field = name.equals("keygen") ? "key" : name;
              line.getOut()
                  .println(
                      ClientCommands.format(line.getParseResult()).equals("json")
                          ? Json.text(new JsonObject().put(field, text.get()))
                          : text.get());
              return ExitCode.OK;
            });
    holder[0].addOption(ClientCommands.formatOption());
    return holder[0];
  }

  /** Checks whether the local agent is ready, for HEALTHCHECK lines of images. */
  private static CommandSpec health() {
    var holder = new CommandSpec[1];
    holder[0] =
        CommandTree.spec(
            "health",
            "Asks the local agent whether it is ready. Ends with 1 if it is not.",
            () -> {
              var line = holder[0].commandLine();
              var parsed = line.getParseResult();
              var agent =
                  new AgentClient(
                      Arguments.address(parsed, HttpOption.HEALTH),
                      "--health or " + HttpOption.HEALTH.variable(),
                      Optional.empty());
              return ready(new Call(parsed, agent, line.getOut(), line.getErr()));
            });
    holder[0].addOption(
        ClientCommands.option(
            "--health", "ADDR:PORT", "the agent's health port; default 127.0.0.1:7374"));
    holder[0].addOption(
        ClientCommands.option(
            "--format", "text|json", "how to print; default json, as the agent says it"));
    return holder[0];
  }

  private static int ready(Call call) {
    boolean text =
        call.args().hasMatchedOption("--format")
            && ClientCommands.format(call.args()).equals("text");
    var answer = call.agent().get("/q/health/ready");
    call.out().println(text ? words(answer) : VisibleText.json(answer.body()));
    return answer.fine() ? ExitCode.OK : ExitCode.NO;
  }

  /** Whether it is ready, and a line for each failing check with the reason. */
  private static String words(AgentClient.Answer answer) {
    var lines = new StringBuilder(answer.fine() ? "ready" : "not ready");
    try {
      var checks = answer.json().getJsonArray("checks");
      for (int i = 0; checks != null && i < checks.size(); i++) {
        var check = checks.getJsonObject(i);
        var data = check.getJsonObject("data", new JsonObject());
        if (!"UP".equals(check.getString("status"))) {
          lines
              .append(System.lineSeparator())
              .append(VisibleText.text(check.getString("name", "")))
              .append(": ")
              .append(VisibleText.text(data.getString("reason", "not ready")));
        }
      }
    } catch (DecodeException | ClassCastException e) {
      lines.append(System.lineSeparator()).append("what answers is no agent of this version");
    }
    return lines.toString();
  }

  static String version() {
    try (var in = OfflineCommands.class.getResourceAsStream("/hearsay.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }
}
