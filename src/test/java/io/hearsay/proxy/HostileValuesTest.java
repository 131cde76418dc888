package io.hearsay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.cluster.Member;
import io.hearsay.cluster.MemberStatus;
import io.hearsay.proxy.haproxy.ConfigCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever members say of themselves, HAProxy accepts the result, and just the valid servers are in
 * it.
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

  @Test
  void anyMembersGiveAValidConfigurationWithTheValidServersOnly() throws Exception {
    var settings = BalancerSettings.defaults(dir.resolve("haproxy.cfg"));
    var check = new ConfigCheck("haproxy");
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var members = new ArrayList<Member>();
      int valid = 1 + random.nextInt(4);
      for (int i = 0; i < valid; i++) {
        members.add(Views.web("good" + i, 1 + random.nextInt(65_535)));
      }
      for (int i = 0; i < 20; i++) {
        members.add(hostile(random, i));
      }

      var catalog =
          new CatalogBuilder(settings.services()).build(Views.of(members.toArray(Member[]::new)));
      var text = ConfigRenderer.renderShipped("built-in", settings, catalog);

      var file = Files.writeString(dir.resolve("candidate.cfg"), text);
      assertThat(check.check(file)).as("seed %d", seed).isEmpty();
      var servers = text.lines().filter(l -> l.trim().startsWith("server ")).toList();
      assertThat(servers).as("seed %d", seed).hasSize(catalog.size());
      for (int i = 0; i < valid; i++) {
        var name = " server good" + i + " ";
        assertThat(servers).as("seed %d", seed).anyMatch(l -> l.contains(name));
      }
      assertThat(servers)
          .as("seed %d", seed)
          .allMatch(l -> l.matches("    server [A-Za-z0-9_.-]+ 127\\.0\\.0\\.1:[0-9]+ .*"));
    }
  }

  private static Member hostile(Random random, int number) {
    Map<String, String> tags = new HashMap<>();
    for (var key : new String[] {"port", "weight", "service", "zone", "host", "path"}) {
      if (random.nextInt(3) == 0) {
        tags.put(key, text(random));
      }
    }
    var name = random.nextBoolean() ? text(random) + number : "node" + number;
    return Views.web(name, 3000, MemberStatus.ALIVE, tags);
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
