package io.hearsay.balancer.render;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.model.RejectedValues;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.fuzz.Target;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.IpLiteral;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What members say of themselves, as far as a template can see it. An input has one member per
 * line: status and mode, name, address and tags, separated by tabs.
 */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class MembersFuzz {
  private static final int MAX_MEMBERS = 20;
  private static final byte[] IP = {10, 0, 0, 7};
  private static final BalancerSettings SETTINGS =
      BalancerSettings.defaults(Path.of("/etc/haproxy/haproxy.cfg"));

  /** What the operator has set; members must not get around it. */
  private static final Map<String, ServiceOptions> OPTIONS =
      Map.of(
          "a0",
          Services.http(ServiceOptions.Balance.URI, new ServiceOptions.Check.None(), 7, true),
          "redis",
          Services.tcp(":6379", new ServiceOptions.Check.Redis()),
          "api",
          Services.pinned(List.of("*.a"), List.of("/a")));

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern ROUTE = Pattern.compile("(\\*\\.)?[a-z0-9.-]*");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.~/-]*)?");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._:/@+-]{0,64}");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|ipv6@\\[[0-9a-f:]+]");

  /** Every line that a member can add; values from members appear in no other line. */
  private static final Pattern SERVER =
      Pattern.compile(
          "    server [A-Za-z0-9_.-]+ ([0-9.]+|ipv6@\\[[0-9a-f:]+]):[0-9]{1,5} weight [0-9]{1,3}"
              + "( check inter 2000ms fastinter 250ms downinter 500ms fall 2 rise 1 observe layer4"
              + " error-limit 3 on-error fastinter)?( pool-max-conn 16)?( maxconn 7)?( backup)?"
              + "( disabled)?");

  private MembersFuzz() {}

  /** The entry in the list of targets: the catalog alone, which is cheap. */
  public static Target catalog() {
    return target("members", MembersFuzz.class, MembersFuzz::fuzzerTestOneInput, 1);
  }

  /** Another target with the same inputs. */
  static Target target(String name, Class<?> type, Target.Reader reader, int share) {
    return new Target(
        name,
        type,
        reader,
        Target.bytes(
            "\0\tweb1\t10.0.0.1\trole=backend\tservice=web\tport=3000\n"
                + "\1\tweb2\tfd00::1\trole=backend\tservice=api\tweight=7\tzone=a\thost=*.Shop.test",
            "\0\tr1\t10.0.0.2\trole=backend\tservice=redis\tport=6379\n"
                + "\2\tx\t10.0.0.3\trole=backend\tpath=/api/v1\tcolour=blue\tversion=1.2\n"
                + "\4\ty\t10.0.0.4\trole=backend\tservice=a0\tmode=x\thost=shop.test\tpath=/",
            "\0\tlb\t10.0.0.9\trole=balancer\tzone=b\n\0\tz\t10.0.0.5\trole=backend\tzone=c"),
        Target.bytes(
            "\trole=backend",
            "\tport=",
            "\tweight=256",
            "\tservice=",
            "\thost=",
            "\tpath=/a",
            "*.",
            "/",
            "-",
            "backend x",
            "server a 1.2.3.4:80",
            "{config.socket}",
            "{#for}",
            "00080",
            "\r\n",
            "fe80::1%eth0",
            "0.0.0.0",
            "224.0.0.1",
            "::ffff:10.0.0.1"),
        share);
  }

  /** Whatever is accepted fits the grammar, and whatever fits is accepted once. */
  public static void fuzzerTestOneInput(byte[] input) {
    check(catalog(input));
  }

  private static Catalog catalog(byte[] input) {
    return new CatalogBuilder(OPTIONS, new RejectedValues(MembersFuzz::told))
        .build(view(Target.text(input)));
  }

  private static void told(String message) {
    hold(message.chars().allMatch(c -> c >= ' ' && c < 127 || c == '…'), message);
  }

  private static void check(Catalog catalog) {
    var names = new HashSet<String>();
    for (var service : catalog.services()) {
      word(service.name());
      for (var server : service.servers()) {
        word(server.name());
        hold(names.add(server.name()), server.name() + " serves twice");
        hold(ADDRESS.matcher(server.address()).matches(), server.address());
        hold(server.port() > 0 && server.port() <= 0xffff, "port " + server.port());
        hold(server.weight() >= 0 && server.weight() <= 256, "weight " + server.weight());
        hold(server.zone().isEmpty() || WORD.matcher(server.zone()).matches(), server.zone());
        hold(server.version().isEmpty() || WORD.matcher(server.version()).matches(), "version");
        server.tags().forEach((key, value) -> hold(TAG.matcher(value).matches(), key));
        var line = "    server " + new ServerLines(service.options()).of(server);
        hold(SERVER.matcher(line).matches(), line);
      }
    }
    for (var route : catalog.routes()) {
      hold(ROUTE.matcher(route.host()).matches(), route.host());
      hold(PATH.matcher(route.path()).matches() && !route.path().endsWith("/"), route.path());
      word(route.service());
    }
  }

  private static void word(String text) {
    hold(WORD.matcher(text).matches(), text);
  }

  /** What a template makes of it: exactly the servers, each on its own line. */
  static void rendered(byte[] input) throws ApplyException {
    var catalog = catalog(input);
    check(catalog);
    var text = ConfigRenderer.renderShipped(ConfigRenderer.BUILT_IN, SETTINGS, catalog);
    hold(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127), "an odd character");
    var servers = text.lines().filter(l -> l.trim().startsWith("server ")).toList();
    hold(servers.size() == catalog.size(), servers.size() + " servers of " + catalog.size());
    servers.forEach(line -> hold(SERVER.matcher(line).matches(), line));
    var parsed = ConfigText.parse(text).orElseThrow();
    for (var service : catalog.services()) {
      for (var server : service.servers()) {
        var line = parsed.server(service.name(), server.name()).orElseThrow();
        hold(line.address().equals(server.address() + ":" + server.port()), line.address());
        hold(line.weight() == server.weight(), "weight " + line.weight());
        hold(line.disabled() == server.disabled(), server.name() + " is out of service, or not");
      }
    }
    long expected =
        2 + OPTIONS.values().stream().flatMap(o -> o.bind().stream()).distinct().count();
    long binds = text.lines().filter(l -> l.trim().startsWith("bind ")).count();
    hold(binds == expected, "it listens at " + binds + " addresses");
  }

  private static ClusterView view(String text) {
    var members = new ArrayList<Member>();
    members.add(Views.member("lb", "127.0.0.1", MemberStatus.ALIVE, Map.of("zone", "a")));
    var names = new HashSet<>(List.of("lb"));
    for (var line : text.split("\n", MAX_MEMBERS)) {
      member(line.split("\t", -1)).filter(m -> names.add(m.name())).ifPresent(members::add);
    }
    return new ClusterView(1, "lb", "", members);
  }

  private static Optional<Member> member(String[] words) {
    if (words.length < 3) {
      return Optional.empty();
    }
    int kind = words[0].isEmpty() ? 0 : words[0].charAt(0);
    var tags = new TreeMap<String, String>();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        tags.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
    try {
      return Optional.of(
          new Member(
              words[1],
              "1-" + words[1],
              IpLiteral.parse(words[2]).orElse(InetAddress.getByAddress(IP)),
              7946,
              new Member.Word(
                  true,
                  TrafficMode.values()[kind / 8 % TrafficMode.values().length],
                  0,
                  Tags.of(tags)),
              new Member.Sight(
                  MemberStatus.values()[kind % MemberStatus.values().length],
                  Instant.EPOCH,
                  OptionalDouble.empty())));
    } catch (IllegalArgumentException | UnknownHostException e) {
      // More tags than a member can have.
      return Optional.empty();
    }
  }
}
