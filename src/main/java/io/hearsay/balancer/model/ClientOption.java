package io.hearsay.balancer.model;

import static io.hearsay.option.OptionTypes.number;
import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.option.Option;
import io.hearsay.option.OptionType;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What clients may do and are told, and what is written of it. {@link FrontOption} lists these
 * options.
 */
public final class ClientOption {
  private static final String SINCE = "0.2.0";
  private static final int MOST = 1_000_000;

  /**
   * What {@code openssl passwd -5} prints; it stands in HAProxy's configuration, so no password.
   */
  private static final Pattern LOGIN =
      Pattern.compile("[A-Za-z0-9_.-]{1,32}:\\$[56]\\$[A-Za-z0-9./=$]{20,200}");

  private static final Pattern TARGET =
      Pattern.compile("stdout|none|/[A-Za-z0-9_./-]{1,90}|[A-Za-z0-9.:\\[\\]-]{1,100}:[0-9]{1,5}");

  /** What is written of requests. */
  public enum Requests {
    /** Nothing. */
    OFF,
    /** A line as HAProxy's {@code option httplog} has it. */
    HTTP,
    /** An object of JSON. */
    JSON
  }

  /** All of them are the common frontend. */
  static final Option<List<String>> MORE_FRONTENDS =
      Option.of(
              "balancer.more-frontends",
              OptionType.listOf(BalancerOption.BIND),
              "further addresses of the built-in frontend")
          .otherwise("none")
          .example("127.0.0.1:8083")
          .since(SINCE);

  /** Kept over reloads. */
  static final Option<Integer> CLIENT_RATE =
      Option.of(
              "balancer.client-rate",
              number(1, MOST),
              "requests in ten seconds that the built-in frontend takes from one address; more are"
                  + " answered with 429")
          .otherwise("any number")
          .example("1000")
          .since(SINCE);

  /** Counted by each process for itself. */
  static final Option<Integer> CLIENT_CONNECTIONS =
      Option.of(
              "balancer.client-connections",
              number(1, MOST),
              "connections at a time that the built-in frontend takes from one address; more are"
                  + " closed at once")
          .otherwise("any number")
          .example("100")
          .since(SINCE);

  /** What is in it counts at each start and reload. */
  static final Option<Path> ERROR_FILES =
      Option.of(
              "balancer.error-files",
              SpeechOption.PATH,
              "directory of files CODE.http, such as 503.http, with whole answers (status line,"
                  + " header, body) in the place of HAProxy's own")
          .otherwise("HAProxy's own answers")
          .since(SINCE);

  /** Where HAProxy's log goes. */
  static final Option<String> LOG_TO =
      Option.of(
              "balancer.log.to",
              OptionType.of("`stdout`, `none`, `/dev/log` or `HOST:PORT`", ClientOption::target),
              "where HAProxy's own log goes: with the agent's, nowhere, or to a syslog server")
          .byDefault("stdout")
          .example("127.0.0.1:514")
          .since(SINCE);

  /** Errors are always told. */
  static final Option<Requests> LOG_REQUESTS =
      Option.of(
              "balancer.log.requests",
              oneOf(Requests.values()),
              "whether HAProxy's log has a line for each request, and in which form")
          .byDefault("off")
          .example("json")
          .since(SINCE);

  /** Of the statistics page and HAProxy's exporter. */
  static final Option<String> STATS_LOGIN =
      Option.of(
              "balancer.stats-login",
              OptionType.of("`USER:HASH`", ClientOption::login),
              "who may see the statistics page, with the hash that openssl passwd -5 prints of the"
                  + " password")
          .otherwise("whoever reaches it")
          .example("ops:$5$salt4567$x3G.XNyM341c6h5Xez0OgZTbxxX.BSeGE9syg7cHCB0")
          .since(SINCE);

  /** Requests with it go to that service, whatever they ask for. */
  static final Option<Header> HEADER =
      Option.of(
              "header",
              OptionType.of("`NAME=VALUE`", Header::parse),
              "requests with that header go to this service, while one of its servers is up,"
                  + " whatever their host and path; nothing else does")
          .otherwise("requests are told apart by host and path")
          .example("X-Canary=yes")
          .since(SINCE);

  /**
   * A header that a request must have.
   *
   * @param name matches in any case
   * @param value matches as a whole
   */
  public record Header(String name, String value) {
    private static final Pattern FORM =
        Pattern.compile("([A-Za-z][A-Za-z0-9-]{0,63})=([A-Za-z0-9][A-Za-z0-9._-]{0,63})");

    private static Header parse(String text) {
      var parts = FORM.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("it takes NAME=VALUE, such as X-Canary=yes");
      }
      return new Header(parts.group(1), parts.group(2));
    }
  }

  private ClientOption() {}

  private static String login(String text) {
    if (!LOGIN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "it takes a user, a colon, and what openssl passwd -5 prints");
    }
    return text;
  }

  private static String target(String text) {
    if (!TARGET.matcher(text).matches()) {
      throw new IllegalArgumentException("it takes stdout, none, /dev/log or HOST:PORT");
    }
    return text;
  }
}
