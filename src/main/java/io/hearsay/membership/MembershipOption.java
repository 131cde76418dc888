package io.hearsay.membership;

import static io.hearsay.option.OptionTypes.PATH;
import static io.hearsay.option.OptionTypes.SWITCH;
import static io.hearsay.option.OptionTypes.TEXT;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.swim.Profile;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import io.hearsay.option.SecretFile;
import io.smallrye.common.net.Inet;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of a member of the cluster, as a user gives them. */
public final class MembershipOption {
  /** All settings of membership. */
  public static final OptionGroup GROUP = OptionGroup.of("Membership");

  private static final Pattern NAME_TEXT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern ADDRESS_LIKE =
      Pattern.compile("\\[.*|[0-9.]+(:.*)?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

  private static final Pattern DISCOVER_TEXT = Pattern.compile("[A-Za-z0-9_-]{1,54}");

  private static final int MOST_LABEL_CHARACTERS = 128;
  private static final int DNS_PORT = 53;

  /** Unique in the cluster. */
  public static final Option<String> NAME =
      GROUP.add(
          Option.of(
                  "name",
                  OptionType.of(
                      "name of 1 to 63 letters, digits, `.`, `_`, `-`", MembershipOption::name),
                  "name in the cluster")
              .flag("NAME")
              .otherwise("the host's name"));

  /** Shorthand for the tag of that name. */
  public static final Option<String> ROLE =
      GROUP.add(
          Option.of("role", TEXT, "shorthand for --tag role=ROLE: backend, balancer, …")
              .flag("ROLE"));

  /** The tags that the member describes itself with. */
  public static final Option<List<Map.Entry<String, String>>> TAG =
      GROUP.add(
          Option.of(
                  "tag",
                  OptionType.listOf(OptionType.of("`KEY=VALUE`", MembershipOption::tag)),
                  "tag; known ones: role, service, port, weight, zone, path, host")
              .flag("K=V"));

  /** For tags that another program gives a meaning to. */
  public static final Option<Boolean> FORCE =
      GROUP.add(
          Option.of(
                  "force",
                  SWITCH,
                  "takes tags that a balancer would leave the member out for, and roles that look"
                      + " misspelt")
              .switchFlag()
              .byDefault("false"));

  /** Where to listen for gossip, on UDP and TCP. */
  public static final Option<InetSocketAddress> BIND =
      GROUP.add(
          Option.of(
                  "bind",
                  OptionType.of("`ADDR[:PORT]`", MembershipOption::bind),
                  "gossip, UDP and TCP; 0.0.0.0: IPv6 as well")
              .flag("ADDR[:PORT]")
              .byDefault("0.0.0.0:7946"));

  /** The network to use where there are several. */
  public static final Option<InetAddress> IFACE =
      GROUP.add(
          Option.of(
                  "iface",
                  OptionType.of("interface", MembershipOption::iface),
                  "an interface such as eth0, whose address gossip binds to and others are told")
              .flag("NAME")
              .since("0.2.0"));

  /** The advertised address, or how to find it; with a port if that differs outside. */
  public static final Option<String> ADVERTISE =
      GROUP.add(
          Option.of(
                  "advertise",
                  OptionType.of(
                      "`ADDR[:PORT]`, `ADDR/BITS` or interface", MembershipOption::advertise),
                  "IP, CIDR (10.0.0.0/8) or interface (eth0)")
              .flag("ADDR[:PORT]")
              .otherwise("the address that routes to a seed"));

  /** The seeds. */
  public static final Option<List<String>> JOIN =
      GROUP.add(
          Option.of(
                  "join",
                  OptionType.listOf(OptionType.of("`HOST[:PORT]`", MembershipOption::seed)),
                  "seed, by name or IP; resolved and asked again and again. file:PATH: a file with seeds, one"
                      + " a line, that is read again every few seconds. docker:label=KEY=VALUE,"
                      + " docker:name=NAME: containers of the engine whose Unix socket is at"
                      + " $DOCKER_HOST")
              .flag("HOST[:PORT]"));

  /** Finding each other without seeds. */
  public static final Option<String> DISCOVER =
      GROUP.add(
          Option.of(
                  "discover",
                  OptionType.of(
                      "name of 1 to 54 letters, digits, `_`, `-`", MembershipOption::discover),
                  "finds the members of this network that are given the same NAME, by multicast DNS,"
                      + " without seeds")
              .flag("NAME")
              .since("0.2.0"));

  /** The protocol's timers. */
  public static final Option<Profile> PROFILE =
      GROUP.add(
          Option.of(
                  "profile",
                  OptionType.of("`container`, `lan`, `wan`, `local`", MembershipOption::profile),
                  "timers: container, lan, wan or local")
              .flag("PROFILE")
              .byDefault("container"));

  /** The cluster's name. */
  public static final Option<String> LABEL =
      GROUP.add(
          Option.of(
                  "label",
                  OptionType.of("text of at most 128 characters", MembershipOption::label),
                  "the cluster's name: members of another one are not understood")
              .flag("CLUSTER"));

  /** The keyring, and the file that a key rotation updates. */
  public static final Option<KeyringFile> KEYRING =
      GROUP.add(
          Option.of(
                  "keyring",
                  OptionType.of("path", MembershipOption::keyring),
                  "keys of the cluster, base64, one a line, the first one seals")
              .flag("FILE")
              .otherwise("no encryption"));

  /** A single key, as Serf takes it. */
  public static final Option<Keyring> ENCRYPT =
      GROUP.add(
          Option.of(
                  "encrypt",
                  OptionType.secret("key in base64", MembershipOption::key),
                  "the cluster's key itself, which everybody on the host can see on a command line:"
                      + " rather use --keyring")
              .flag("KEY")
              .since("0.2.0"));

  /** The addresses that members may have. */
  public static final Option<List<String>> ALLOW =
      GROUP.add(
          Option.of(
                  "allow",
                  OptionType.listOf(OptionType.of("`ADDR/BITS`", MembershipOption::block)),
                  "blocks such as 10.0.0.0/8 that members' addresses must lie in")
              .otherwise("anywhere"));

  /** The file that remembers members across restarts. */
  public static final Option<Path> MEMORY =
      GROUP.add(
          Option.of(
                  "memory",
                  PATH,
                  "a file that remembers the members, as more seeds after a restart, and the numbers"
                      + " of events and queries")
              .flag("FILE"));

  /** The file that keeps the tags across restarts. */
  public static final Option<Path> TAGS_FILE =
      GROUP.add(
          Option.of(
                  "tags-file",
                  PATH,
                  "a file that keeps the tags: those that were set at run time survive a restart,"
                      + " and count more than --tag")
              .flag("FILE")
              .since("0.2.0"));

  /** Whether to receive events from before the join. */
  public static final Option<Boolean> REPLAY =
      GROUP.add(
          Option.of(
                  "replay",
                  SWITCH,
                  "hears of the last events that were told before it joined, at most 128, as if"
                      + " they were new")
              .switchFlag()
              .byDefault("false")
              .since("0.2.0"));

  /** The name server for seeds. */
  public static final Option<InetSocketAddress> DNS =
      GROUP.add(
          Option.of(
                  "dns",
                  OptionType.of("`ADDR[:PORT]`", MembershipOption::nameServer),
                  "name server ADDR[:PORT] for seeds")
              .otherwise("the system's"));

  /**
   * A keyring and the file it came from.
   *
   * @param file that a key rotation updates; empty if there is none
   */
  public record KeyringFile(Keyring keyring, Optional<Path> file) {}

  private MembershipOption() {}

  /** Whether a text is a valid member name. */
  public static boolean isName(String text) {
    return NAME_TEXT.matcher(text).matches();
  }

  private static String name(String text) {
    if (!isName(text)) {
      throw new IllegalArgumentException(
          "a name has 1 to 63 letters, digits, '.', '_' or '-', and begins with a letter or digit");
    }
    return text;
  }

  private static Map.Entry<String, String> tag(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("a tag is given as KEY=VALUE");
    }
    return Map.entry(text.substring(0, equals), text.substring(equals + 1));
  }

  private static String seed(String text) {
    return HostPort.seed(text, ClusterSettings.DEFAULT_PORT).toString();
  }

  private static String discover(String text) {
    if (!DISCOVER_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "it is part of a name in DNS: 1 to 54 letters, digits, '_' or '-'");
    }
    return text;
  }

  private static String label(String text) {
    if (text.length() > MOST_LABEL_CHARACTERS) {
      throw new IllegalArgumentException("a label has at most 128 characters");
    }
    return text;
  }

  /** Refuses what no host can have; whether this host has it is checked later. */
  private static String advertise(String text) {
    if (text.contains("/")) {
      if (Inet.parseCidrAddress(text) == null) {
        throw new IllegalArgumentException("it is no CIDR block such as 10.0.0.0/8 or fd00::/8");
      }
      return text;
    }
    // The name of an interface may contain a colon, with anything after it.
    boolean numeric = ADDRESS_LIKE.matcher(text).matches();
    var parts = numeric ? HostPort.parse(text, -1) : new HostPort(text, -1);
    if (parts.port() == 0) {
      throw new IllegalArgumentException("port 0 is of no use: others must know the port");
    }
    if (numeric && IpLiteral.parse(parts.host()).isEmpty()) {
      throw new IllegalArgumentException(
          "it is no IP address; give an IP, a CIDR block such as 10.0.0.0/8, or an interface such"
              + " as eth0");
    }
    return text;
  }

  private static InetSocketAddress bind(String text) {
    var address = HostPort.parse(text, ClusterSettings.DEFAULT_PORT);
    var ip = ip(address, "it takes an IP address, such as 0.0.0.0:7946");
    if (address.port() == 0) {
      throw new IllegalArgumentException("port 0 is of no use: others must know the port");
    }
    return new InetSocketAddress(ip, address.port());
  }

  private static InetSocketAddress nameServer(String text) {
    var address = HostPort.parse(text, DNS_PORT);
    return new InetSocketAddress(
        ip(address, "it takes an IP address, such as 127.0.0.1:8600"), address.port());
  }

  private static InetAddress ip(HostPort address, String otherwise) {
    return IpLiteral.parse(address.host())
        .orElseThrow(() -> new IllegalArgumentException(otherwise));
  }

  private static String block(String text) {
    var unused = AllowList.of(List.of(text));
    return text;
  }

  private static Profile profile(String text) {
    var profile = Profile.named(text);
    if (profile == null) {
      throw new IllegalArgumentException("there are container, lan, wan and local");
    }
    return profile;
  }

  private static Keyring key(String text) {
    return new Keyring(List.of(Keyring.key(text)));
  }

  /** The address of an interface; prefers IPv4, as other programs do. */
  private static InetAddress iface(String text) {
    try {
      var link = NetworkInterface.getByName(text);
      if (link == null) {
        throw new IllegalArgumentException("there is no interface of that name");
      }
      return link.inetAddresses()
          .filter(address -> !address.isLinkLocalAddress())
          .min(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1))
          .orElseThrow(() -> new IllegalArgumentException("the interface has no address"));
    } catch (SocketException e) {
      throw new IllegalArgumentException("it cannot be looked up: " + e.getMessage(), e);
    }
  }

  private static KeyringFile keyring(String text) {
    var file = Path.of(text);
    try {
      SecretFile.check(file);
      return new KeyringFile(Keyring.read(file), Optional.of(file.toAbsolutePath()));
    } catch (IOException e) {
      throw new IllegalArgumentException(SecretFile.unreadable(text, e), e);
    }
  }
}
