package io.hearsay.appcheck;

import static io.hearsay.option.OptionTypes.POSITIVE_DURATION;
import static io.hearsay.option.OptionTypes.number;

import io.hearsay.membership.HostPort;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import io.hearsay.text.CommandWords;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** The settings of the application's health check, as a user gives them. */
public final class CheckOption {
  /** All settings of the check. */
  public static final OptionGroup GROUP = OptionGroup.of("Health of the application");

  private static final int HTTP_PORT = 80;
  private static final int MOST = 9999;

  /** What to check. */
  public static final Option<CheckTarget> CHECK =
      GROUP.add(
          Option.of(
                  "check",
                  OptionType.of(
                      "`http://HOST:PORT/PATH`, `tcp://HOST:PORT`, `exec:/PROGRAM ARG...`, `none`",
                      CheckOption::target),
                  "the application's health: http://HOST:PORT/PATH, tcp://HOST:PORT,"
                      + " 'exec:/PROGRAM ARG...' or none")
              .flag("CHECK")
              .otherwise("with role=backend: its port accepts; else none"));

  /** Time from the start of one check to the start of the next. */
  public static final Option<Duration> INTERVAL =
      GROUP.add(
          Option.of("check.interval", POSITIVE_DURATION, "from check to check").byDefault("1s"));

  /** Time limit of one check. */
  public static final Option<Duration> TIMEOUT =
      GROUP.add(
          Option.of("check.timeout", POSITIVE_DURATION, "how long a check may take")
              .byDefault("1s"));

  /** Checks in a row that must pass. */
  public static final Option<Integer> RISE =
      GROUP.add(
          Option.of(
                  "check.rise",
                  number(1, MOST),
                  "so many checks must pass until the application is well again")
              .byDefault("1"));

  /** Checks in a row that must fail. */
  public static final Option<Integer> FALL =
      GROUP.add(
          Option.of(
                  "check.fall",
                  number(1, MOST),
                  "so many checks must fail until it is not; after the first one the others follow"
                      + " at once")
              .byDefault("2"));

  private CheckOption() {}

  private static CheckTarget target(String text) {
    if (text.equals("none")) {
      return new CheckTarget.None();
    }
    if (text.startsWith("exec:")) {
      return new CheckTarget.Exec(CommandWords.split(text.substring("exec:".length())));
    }
    if (text.startsWith("tcp://")) {
      return new CheckTarget.Tcp(address(text.substring("tcp://".length())));
    }
    if (text.startsWith("http://")) {
      return http(text);
    }
    throw new IllegalArgumentException(
        "it takes http://HOST:PORT/PATH, tcp://HOST:PORT, exec:/PROGRAM ARG... or none");
  }

  private static HostPort address(String text) {
    var address = HostPort.parse(text, -1);
    if (address.port() < 1) {
      throw new IllegalArgumentException("it takes tcp://HOST:PORT, such as tcp://127.0.0.1:3000");
    }
    return address;
  }

  private static CheckTarget http(String text) {
    try {
      var uri = new URI(text);
      if (uri.getRawAuthority() == null || uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException("it takes http://HOST:PORT/PATH");
      }
      var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new CheckTarget.Http(HostPort.parse(uri.getRawAuthority(), HTTP_PORT), path + query);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no URL: " + e.getReason(), e);
    }
  }
}
