package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that need no agent, and the one that asks its health port. */
final class OfflineCommands {
  private static final int KEY_BYTES = 32;

  private OfflineCommands() {}

  static void addTo(Verbs verbs) {
    verbs.add("version", () -> printing("version", "Shows the version.", OfflineCommands::version));
    verbs.add(
        "keygen", () -> printing("keygen", "Makes a key for a keyring.", OfflineCommands::key));
    verbs.add("health", OfflineCommands::health);
  }

  private static CommandSpec printing(
      String name, String description, java.util.function.Supplier<String> text) {
    var holder = new CommandSpec[1];
    holder[0] =
        CommandTree.spec(
            name,
            description,
            () -> {
              holder[0].commandLine().getOut().println(text.get());
              return ExitCode.OK;
            });
    return holder[0];
  }

  /** Asks whether the local agent is ready: for HEALTHCHECK lines of images. */
  private static CommandSpec health() {
    var holder = new CommandSpec[1];
    holder[0] =
        CommandTree.spec(
            "health",
            "Asks the local agent whether it is ready. Ends with 1 if it is not.",
            () -> {
              var line = holder[0].commandLine();
              var parsed = line.getParseResult();
              var given =
                  parsed.hasMatchedOption("--health")
                      ? parsed.matchedOption("--health").stringValues().getLast()
                      : System.getenv().getOrDefault("HEARSAY_HEALTH", "127.0.0.1:7374");
              var address = given.replaceFirst("^(0\\.0\\.0\\.0|\\[::])(?=:)", "127.0.0.1");
              var answer =
                  new AgentClient(address, java.util.Optional.empty()).get("/q/health/ready");
              line.getOut().println(VisibleText.json(answer.body()));
              return answer.fine() ? ExitCode.OK : ExitCode.NO;
            });
    holder[0].addOption(
        ClientCommands.option(
            "--health", "ADDR:PORT", "the agent's health port; default 127.0.0.1:7374"));
    return holder[0];
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
