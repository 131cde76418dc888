package io.hearsay.balancer.model;

import static io.hearsay.option.OptionTypes.DURATION;
import static io.hearsay.option.OptionTypes.PATH;
import static io.hearsay.option.OptionTypes.SWITCH;

import io.hearsay.membership.IpLiteral;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import java.net.Inet6Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of the balancer's frontends, as a user gives them. */
public final class FrontOption {
  /** All of these settings. */
  public static final OptionGroup GROUP = OptionGroup.of("Balancer: what clients meet");

  private static final String SINCE = "0.2.0";
  private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

  /**
   * The directory of certificates, which other programs write. TLS is enabled by the valid ones in
   * it and by nothing else.
   */
  public static final Option<Path> TLS_CERTIFICATES =
      GROUP.add(
          Option.of(
                  "balancer.tls.certificates",
                  PATH,
                  "directory of the certificates, which is watched: NAME.pem with chain and key,"
                      + " NAME.crt and NAME.key, or NAME/ with fullchain.pem and privkey.pem or"
                      + " tls.crt and tls.key; default.pem is for all other names")
              .otherwise("no TLS at the balancer")
              .since(SINCE));

  /** The address for HTTPS, with HTTP/2 or HTTP/1.1 as the client chooses. */
  public static final Option<String> TLS_FRONTEND =
      GROUP.add(
          Option.of(
                  "balancer.tls.frontend",
                  BalancerOption.BIND,
                  "what the built-in frontend binds to for HTTPS, once there is a certificate")
              .byDefault(":443")
              .since(SINCE));

  /** The lowest version of TLS; versions below 1.2 are insecure. */
  public static final Option<String> TLS_MIN_VERSION =
      GROUP.add(
          Option.of(
                  "balancer.tls.min-version",
                  OptionType.of("`1.2`, `1.3`", FrontOption::version),
                  "least version of TLS that clients may speak")
              .byDefault("1.2")
              .since(SINCE));

  /** Whether to redirect to HTTPS, except for the requests of certificate authorities. */
  public static final Option<Boolean> TLS_REDIRECT =
      GROUP.add(
          Option.of(
                  "balancer.tls.redirect",
                  SWITCH,
                  "whether requests without TLS are answered with 308 to the same with TLS; those"
                      + " below /.well-known/acme-challenge/ are served")
              .byDefault("false")
              .since(SINCE));

  /** For how long browsers insist on TLS; turning back takes that long. */
  public static final Option<Duration> TLS_HSTS =
      GROUP.add(
          Option.of(
                  "balancer.tls.hsts",
                  DURATION,
                  "for how long browsers are told to come with TLS only (HSTS), such as 31536000s;"
                      + " 0s: they are not told")
              .byDefault("0s")
              .since(SINCE));

  /** From where to expect the PROXY protocol; it is not accepted from elsewhere. */
  public static final Option<List<String>> PROXY_FROM =
      GROUP.add(
          Option.of(
                  "balancer.proxy-from",
                  OptionType.listOf(OptionType.of("`ADDR/BITS`", FrontOption::block)),
                  "blocks such as 10.0.0.0/8 of balancers before this one: connections from there"
                      + " begin with the PROXY protocol (v1 or v2), which names the client")
              .otherwise("none does")
              .example("192.0.2.0/24")
              .since(SINCE));

  /** See {@link ClientOption}. */
  public static final Option<List<String>> MORE_FRONTENDS = GROUP.add(ClientOption.MORE_FRONTENDS);

  /** See {@link ClientOption}. */
  public static final Option<Integer> CLIENT_RATE = GROUP.add(ClientOption.CLIENT_RATE);

  /** See {@link ClientOption}. */
  public static final Option<Integer> CLIENT_CONNECTIONS =
      GROUP.add(ClientOption.CLIENT_CONNECTIONS);

  /** See {@link ClientOption}. */
  public static final Option<Path> ERROR_FILES = GROUP.add(ClientOption.ERROR_FILES);

  /** See {@link ClientOption}. */
  public static final Option<String> LOG_TO = GROUP.add(ClientOption.LOG_TO);

  /** See {@link ClientOption}. */
  public static final Option<ClientOption.Requests> LOG_REQUESTS =
      GROUP.add(ClientOption.LOG_REQUESTS);

  /** See {@link ClientOption}. */
  public static final Option<String> STATS_LOGIN = GROUP.add(ClientOption.STATS_LOGIN);

  private FrontOption() {}

  private static String block(String text) {
    var parts = text.split("/", -1);
    var ip = IpLiteral.parse(parts[0]);
    int most = ip.isPresent() && ip.get() instanceof Inet6Address ? 128 : 32;
    if (ip.isEmpty()
        || parts.length != 2
        || !BITS.matcher(parts[1]).matches()
        || Integer.parseInt(parts[1]) > most) {
      throw new IllegalArgumentException("it takes blocks such as 10.0.0.0/8");
    }
    return ip.get().getHostAddress() + "/" + parts[1];
  }

  private static String version(String text) {
    if (!text.equals("1.2") && !text.equals("1.3")) {
      throw new IllegalArgumentException("there are 1.2 and 1.3");
    }
    return text;
  }
}
