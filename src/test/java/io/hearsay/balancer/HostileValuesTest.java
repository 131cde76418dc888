package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.haproxy.ConfigCheck;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.render.ConfigRenderer;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever members say of themselves, HAProxy accepts the result, and it contains exactly the valid
 * servers.
 */
class HostileValuesTest {
  private static final String[] NASTY = {
    "\n",
    "\r",
    "\0",
    " ",
    "\t",
    "#",
    "\\",
    "\"",
    "'",
    "{",
    "}",
    "$",
    "%",
    "`",
    ";",
    "\u2028",
    "\uD83D\uDE00",
    "backend x",
    "server a 1.2.3.4:80",
    "{config.socket}",
    "{#for}",
    "a",
    "0",
    "-",
    ".",
    "_",
    "/"
  };

  @TempDir Path dir;

  private static final String[] KEYS = {
    "port", "weight", "service", "zone", "version", "host", "path", "colour", "\n", "a b"
  };

  /** What the operator has set; members must not get around it. */
  private static final Map<String, ServiceOptions> OPTIONS =
      Map.of(
          "a0",
          Services.http(ServiceOptions.Balance.URI, new ServiceOptions.Check.None(), 7, true),
          "0-a",
          Services.tcp(":6379", new ServiceOptions.Check.Redis()),
          "api",
          Services.pinned(List.of("*.a"), List.of("/a")));

  private static List<String> templates() {
    return ConfigRenderer.SHIPPED;
  }

  @ParameterizedTest
  @MethodSource("templates")
  void anyMembersGiveAValidConfigurationWithTheValidServersOnly(String template) throws Exception {
    var certificate = certificate();
    var settings = BalancerSettings.defaults(dir.resolve("haproxy.cfg"));
    var check = new ConfigCheck("haproxy");
    for (long seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var members = new ArrayList<Member>();
      int valid = 1 + random.nextInt(4);
      for (int i = 0; i < valid; i++) {
        members.add(
            Views.web(
                "good" + i,
                1 + random.nextInt(65_535),
                MemberStatus.ALIVE,
                Map.of("service", template.equals("redis") ? "redis" : "web")));
      }
      for (int i = 0; i < 20; i++) {
        members.add(hostile(random, i));
      }

      var catalog = new CatalogBuilder(OPTIONS).build(Views.of(members.toArray(Member[]::new)));
      var text =
          ConfigRenderer.renderShipped(template, settings, catalog)
              .replace("/etc/haproxy/certs/", certificate.toString());

      var file = Files.writeString(dir.resolve("candidate.cfg"), text);
      assertThat(check.check(file)).as("seed %d:%n%s", seed, text).isEmpty();
      assertThat(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127))).isTrue();
      var servers = text.lines().filter(l -> l.trim().startsWith("server ")).toList();
      for (int i = 0; i < valid; i++) {
        var name = " server good" + i + " ";
        assertThat(servers).as("seed %d", seed).anyMatch(l -> l.contains(name));
      }
      assertThat(servers)
          .as("seed %d", seed)
          .allMatch(l -> l.matches("    server [A-Za-z0-9_.-]+ 127\\.0\\.0\\.1:[0-9]+ .*"));
      if (template.equals("built-in") || template.equals("tls") || template.equals("sni")) {
        assertThat(servers).as("seed %d", seed).hasSize(catalog.size());
      }
      assertThat(text.lines().filter(l -> l.trim().startsWith("bind ")).toList())
          .as("seed %d: what is listened on is the operator's", seed)
          .allMatch(
              l ->
                  l.matches(
                      "    bind (:|\\[::]:|127.0.0.1:)(80|1936|6379|443 ssl [^;]*?)( v4v6)?("
                          + " .*)?"));
    }
  }

  @Test
  void namesThatMeanSomethingToHaproxyDoNoHarm() throws Exception {
    var members = new ArrayList<Member>();
    for (var name :
        List.of(
            "GLOBAL",
            "MASTER",
            "HTTPCLIENT",
            "default",
            "from",
            "stats",
            "none",
            "1",
            "service.web",
            "if",
            "unless",
            "BACKEND",
            "FRONTEND",
            "backend",
            "server",
            "a.",
            "a-",
            "a_")) {
      members.add(
          Views.web(name, 3000, MemberStatus.ALIVE, Map.of("service", name, "path", "/" + name)));
    }
    var options = Map.of("stats", Services.tcp(":1", new ServiceOptions.Check.Tcp()));
    var catalog = new CatalogBuilder(options).build(Views.of(members.toArray(Member[]::new)));
    var settings = BalancerSettings.defaults(dir.resolve("haproxy.cfg"));

    for (var template : templates()) {
      var text =
          ConfigRenderer.renderShipped(template, settings, catalog)
              .replace("/etc/haproxy/certs/", certificate().toString());
      var file = Files.writeString(dir.resolve("candidate.cfg"), text);
      assertThat(new ConfigCheck("haproxy").check(file)).as(template).isEmpty();
    }
    assertThat(catalog.size()).isEqualTo(members.size());
  }

  @Test
  void manyRoutesOfOneServiceFitIntoHaproxysLines() throws Exception {
    var members = new ArrayList<Member>();
    for (int i = 0; i < 300; i++) {
      members.add(
          Views.web(
              "m" + i,
              3000,
              MemberStatus.ALIVE,
              Map.of("host", ("h" + i + "-" + "x".repeat(50)), "path", "/" + "y".repeat(100) + i)));
    }
    var catalog = new CatalogBuilder(Map.of()).build(Views.of(members.toArray(Member[]::new)));
    var settings = BalancerSettings.defaults(dir.resolve("haproxy.cfg"));

    for (var template : List.of("built-in", "services", "sni")) {
      var text = ConfigRenderer.renderShipped(template, settings, catalog);
      var file = Files.writeString(dir.resolve("candidate.cfg"), text);
      assertThat(new ConfigCheck("haproxy").check(file)).as(template).isEmpty();
    }
  }

  /** For the example that needs a certificate. */
  private Path certificate() throws Exception {
    var file = dir.resolve("a.pem");
    if (!Files.exists(file)) {
      var process =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "ec",
                  "-pkeyopt",
                  "ec_paramgen_curve:prime256v1",
                  "-nodes",
                  "-days",
                  "2",
                  "-subj",
                  "/CN=a",
                  "-keyout",
                  file.toString(),
                  "-out",
                  dir.resolve("cert").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(process.waitFor()).isZero();
      Files.writeString(file, Files.readString(file) + Files.readString(dir.resolve("cert")));
    }
    return file;
  }

  private static Member hostile(Random random, int number) {
    Map<String, String> tags = new HashMap<>();
    for (var key : KEYS) {
      if (random.nextInt(3) == 0) {
        tags.put(key, random.nextInt(3) == 0 ? near(random, key) : text(random));
      }
    }
    var name = random.nextBoolean() ? text(random) + number : "node" + number;
    return Views.web(name, 3000, MemberStatus.ALIVE, tags);
  }

  /** A value that fits, or nearly so: one that is accepted must do no harm either. */
  private static String near(Random random, String key) {
    var fits =
        switch (key) {
          case "port" -> new String[] {"1", "65535", "65536", "0", "00080", " 80"};
          case "weight" -> new String[] {"0", "256", "257", "-1", "007"};
          case "host" -> new String[] {"a", "*.a", "*.*.a", "-", "A.B", "*", ".a", "a..b"};
          case "path" -> new String[] {"/", "//", "/a", "/a/", "/../..", "/a b", "/~", "/-i"};
          default -> new String[] {"api", "a0", "0-a", "web", "redis", "-x", "x.y", "if", "backup"};
        };
    return fits[random.nextInt(fits.length)];
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int parts = 1 + random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      text.append(
          random.nextInt(4) == 0
              ? Character.toString(random.nextInt(0xd800))
              : NASTY[random.nextInt(NASTY.length)]);
    }
    return text.toString();
  }
}
