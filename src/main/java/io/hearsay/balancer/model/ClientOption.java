package io.hearsay.balancer.model;

import static io.hearsay.option.OptionTypes.number;
import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.option.Option;
import io.hearsay.option.OptionType;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of clients' limits, addresses and error pages, and of the log. {@link FrontOption} lists
 * these options.
 */
public final class ClientOption {
  private static final String SINCE = "0.2.0";
  private static final int MOST = 1_000_000;

  /**
   * The output of {@code openssl passwd -5}: a hash, since it is written to HAProxy's
   * configuration.
   */
  private static final Pattern LOGIN =
      Pattern.compile("[A-Za-z0-9_.-]{1,32}:\\$[56]\\$[A-Za-z0-9./=$]{20,200}");

  private static final Pattern TARGET =
      Pattern.compile("stdout|none|/[A-Za-z0-9_./-]{1,90}|[A-Za-z0-9.:\\[\\]-]{1,100}:[0-9]{1,5}");

  /** How requests are logged. */
  public enum Requests {
    /** Not at all. */
    OFF,
    /** A line in the format of HAProxy's {@code option httplog}. */
    HTTP,
    /** A JSON object. */
    JSON
  }

  /** Further addresses of the common frontend. */
  static final Option<List<String>> MORE_FRONTENDS =
      Option.of(
              "balancer.more-frontends",
              OptionType.listOf(BalancerOption.BIND),
              "further addresses of the built-in frontend")
          .otherwise("none")
          .example("127.0.0.1:8083")
          .since(SINCE);

  /** Maximum request rate of a client; the counts survive reloads. */
  static final Option<Integer> CLIENT_RATE =
      Option.of(
              "balancer.client-rate",
              number(1, MOST),
              "requests in ten seconds that the built-in frontend takes from one address; more are"
                  + " answered with 429")
          .otherwise("any number")
          .example("1000")
          .since(SINCE);

  /** Maximum number of a client's connections, counted separately by each process. */
  static final Option<Integer> CLIENT_CONNECTIONS =
      Option.of(
              "balancer.client-connections",
              number(1, MOST),
              "connections at a time that the built-in frontend takes from one address; more are"
                  + " closed at once")
          .otherwise("any number")
          .example("100")
          .since(SINCE);

  /** The directory of error pages, which are read at each start and reload. */
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

  /** Whether requests are logged; errors always are. */
  static final Option<Requests> LOG_REQUESTS =
      Option.of(
              "balancer.log.requests",
              oneOf(Requests.values()),
              "whether HAProxy's log has a line for each request, and in which form")
          .byDefault("off")
          .example("json")
          .since(SINCE);

  /** The login for the statistics page and HAProxy's exporter. */
  static final Option<String> STATS_LOGIN =
      Option.of(
              "balancer.stats-login",
              OptionType.of("`USER:HASH`", ClientOption::login),
              "who may see the statistics page, with the hash that openssl passwd -5 prints of the"
                  + " password")
          .otherwise("whoever reaches it")
          .example("ops:$5$salt4567$x3G.XNyM341c6h5Xez0OgZTbxxX.BSeGE9syg7cHCB0")
          .since(SINCE);

  /** A header that selects a service, regardless of host and path. */
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
   * A header with a value.
   *
   * @param name matches case-insensitively
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
