package io.hearsay.balancer.model;

import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.option.Option;
import io.hearsay.option.OptionType;
import io.hearsay.option.OptionTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How HAProxy talks to the servers of a service. All of this is on their server lines, so a server
 * that joins later gets it at run time. {@link ServiceOption} lists these options.
 */
public final class SpeechOption {
  private static final String SINCE = "0.2.0";

  /** Restricts paths, as they are written to HAProxy's configuration without quoting. */
  private static final Pattern FILE = Pattern.compile("/[A-Za-z0-9_./@+-]{1,200}");

  static final OptionType<Path> PATH = OptionType.of("path", SpeechOption::path);

  /** The version of HTTP to use with servers. */
  public enum Http {
    /** HTTP/1.1. */
    H1,
    /** HTTP/2 with prior knowledge, as gRPC needs. */
    H2
  }

  /** Whether to use TLS with servers. */
  public enum Tls {
    /** No TLS. */
    OFF,
    /** TLS with verified certificates. */
    VERIFY,
    /** TLS without verification. */
    INSECURE
  }

  /** How the client's address is passed to servers by the PROXY protocol. */
  public enum ProxyProtocol {
    /** It is not. */
    NONE,
    /** Version 1, as text. */
    V1,
    /** Version 2, binary. */
    V2
  }

  /** The version of HTTP; if not set, members may choose it with their tag {@code proto}. */
  static final Option<Http> PROTOCOL =
      Option.of(
              "protocol",
              oneOf(Http.values()),
              "HTTP: what its servers speak; h2 is HTTP/2 from the first byte on, also without TLS,"
                  + " as gRPC needs it")
          .otherwise("what each member says (tag `proto`), or else h1")
          .example("h2")
          .since(SINCE);

  /** Whether to use TLS; if not set, members may choose it with their tag {@code tls}. */
  static final Option<Tls> TLS =
      Option.of(
              "tls",
              oneOf(Tls.values()),
              "whether its servers are spoken to over TLS: verify looks at their certificates"
                  + " (tls-ca, tls-name), insecure does not")
          .otherwise("insecure with members that say so (tag `tls=on`), or else off")
          .example("insecure")
          .since(SINCE);

  /** The certificate authorities for {@link Tls#VERIFY}. */
  static final Option<Path> TLS_CA =
      Option.of("tls-ca", PATH, "tls=verify: file of the authorities that may sign for its servers")
          .otherwise("the system's")
          .example("/etc/hearsay/ca.pem")
          .since(SINCE);

  /** The name in its servers' certificates. */
  static final Option<String> TLS_NAME =
      Option.of(
              "tls-name",
              OptionType.of("host name", SpeechOption::host),
              "tls: the name that its servers are asked for (SNI), and with tls=verify the one that"
                  + " their certificates must have")
          .otherwise("none, and any name will do")
          .example("shop.internal")
          .since(SINCE);

  /** HAProxy's own certificate. */
  static final Option<Path> TLS_CERTIFICATE =
      Option.of(
              "tls-certificate",
              PATH,
              "tls: file with certificate and key that HAProxy shows to its servers (mTLS)")
          .otherwise("none")
          .example("/etc/hearsay/client.pem")
          .since(SINCE);

  /** Whether to use the PROXY protocol, which servers must expect. */
  static final Option<ProxyProtocol> PROXY_PROTOCOL =
      Option.of(
              "proxy-protocol",
              oneOf(ProxyProtocol.values()),
              "whether its servers are told of the client's address by the PROXY protocol; they"
                  + " must expect it")
          .byDefault("none")
          .example("v2")
          .since(SINCE);

  /** How long a server takes to reach its full share, for servers that are slow at first. */
  static final Option<Duration> SLOW_START =
      Option.of(
              "slow-start",
              OptionType.of("time of at most 24 days", SpeechOption::atMostDays),
              "over which time a server that joins, or is up again, comes to its full share; not"
                  + " after a reload, when all are as they were; 0s: at once")
          .byDefault("0s")
          .example("30s")
          .since(SINCE);

  private SpeechOption() {}

  private static Path path(String text) {
    var path = Path.of(text).toAbsolutePath().normalize();
    if (!FILE.matcher(path.toString()).matches()) {
      throw new IllegalArgumentException(
          "it takes a path of letters, digits, '_', '.', '/', '@', '+' and '-'");
    }
    return path;
  }

  private static String host(String text) {
    if (!TagValidator.isHost(text) || text.startsWith("*")) {
      throw new IllegalArgumentException("it takes a host name, such as shop.internal");
    }
    return TagValidator.host(text);
  }

  private static Duration atMostDays(String text) {
    var time = OptionTypes.duration(text);
    if (time.compareTo(ServiceOption.LONGEST) > 0) {
      throw new IllegalArgumentException("it takes at most 24 days");
    }
    return time;
  }
}
