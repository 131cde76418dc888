package io.hearsay.config;

import io.hearsay.membership.HostPort;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import io.hearsay.option.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings of the HTTP listeners, as a user gives them. */
public final class HttpOption {
  /** All settings of the listeners. */
  public static final OptionGroup GROUP = OptionGroup.of("API, dashboard, health and metrics");

  private static final OptionType<HostPort> LISTENER =
      OptionType.of("`ADDR:PORT`", HttpOption::listener);

  /** The listener of API and dashboard. */
  public static final Option<HostPort> HTTP =
      GROUP.add(
          Option.of("http", LISTENER, "API and dashboard")
              .flag("ADDR:PORT")
              .byDefault("127.0.0.1:7373"));

  /** The listener of health and metrics. */
  public static final Option<HostPort> HEALTH =
      GROUP.add(
          Option.of("health", LISTENER, "health and metrics")
              .flag("ADDR:PORT")
              .byDefault("0.0.0.0:7374"));

  /** The token, read from its file at the start. */
  public static final Option<String> TOKEN =
      GROUP.add(
          Option.of(
                  "token-file",
                  OptionType.of("path", HttpOption::token),
                  "whoever sends its content as bearer token may change things from other hosts")
              .flag("FILE")
              .otherwise("nobody may"));

  private HttpOption() {}

  private static HostPort listener(String text) {
    var address = HostPort.parse(text, -1);
    if (address.port() < 0) {
      throw new IllegalArgumentException("it takes ADDR:PORT, such as 127.0.0.1:7373");
    }
    return address;
  }

  private static String token(String file) {
    try {
      SecretFile.check(Path.of(file));
      var token = Files.readString(Path.of(file)).trim();
      if (token.isEmpty()) {
        throw new IllegalArgumentException("the file is empty");
      }
      return token;
    } catch (IOException e) {
      throw new IllegalArgumentException(SecretFile.unreadable(file, e), e);
    }
  }
}
