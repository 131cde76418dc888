package io.hearsay.bench.hostile;

import io.hearsay.testkit.Agent;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Row 8: a web member is started anew under the same name at another address, on a host whose clock
 * is wrong, while the old one lives, is frozen, or is dead. The time is from the exec of the new
 * agent until the one that stays is served through HAProxy; where there are two, the other has to
 * end with a message.
 */
final class SameName implements Row {
  private static final List<String> CLOCKS = List.of("+1h", "-1h", "+3650d", "-3650d");
  private static final String BALANCER = "127.83.8.1";
  private static final String OLD = "127.83.8.2";
  private static final String NEW = "127.83.8.3";
  private static final String NAME = "web";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  /** The most seconds until one of the two serves. */
  private static final double SERVES = 6;

  /** A second process asks for ten seconds whether it may have the name. */
  private static final double ENDS = 15;

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
  private static final Http CLIENT = new Http(Duration.ofSeconds(1));

  /** What has become of the old process when the new one starts. */
  private enum Fate {
    ALIVE,
    FROZEN,
    DEAD
  }

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    for (var clock : CLOCKS) {
      for (var fate : Fate.values()) {
        measure(settings, clock, fate, report);
      }
    }
  }

  private static void measure(Settings settings, String clock, Fate fate, Results.Section report)
      throws Exception {
    var what = clock + ", the old one " + fate.toString().toLowerCase(Locale.ROOT) + ": ";
    try (var newWeb = new Web("new", NEW);
        var balancer =
            new Guest.Start(settings, "balancer8", BALANCER).balancer(BALANCER).start().up();
        var oldWeb = new Web("old", OLD);
        var old = new Guest.Start(settings, NAME, OLD).backend(BALANCER).start().up()) {
      Await.until("the old one is not served", LIMIT, () -> served().equals("old"));
      if (fate == Fate.DEAD) {
        old.close();
      } else if (fate == Fate.FROZEN) {
        old.program().signal("STOP");
      }
      if (fate != Fate.ALIVE) {
        // Its application shares its fate.
        oldWeb.close();
      }
      long written = Files.size(old.log());
      var watch = Stopwatch.start();
      try (var anew =
          new Guest.Start(settings, NAME, NEW)
              .backend(BALANCER)
              .clock(settings.faketime(), clock)
              .start()) {
        var stays = fate == Fate.ALIVE ? "old" : "new";
        Await.until("none is served", LIMIT, POLL, () -> served().equals(stays));
        report.atMost(what + "served after, s", watch.seconds(), SERVES);
        if (fate != Fate.DEAD) {
          var loser = fate == Fate.ALIVE ? anew : old;
          var since = fate == Fate.ALIVE ? watch : Stopwatch.start();
          if (fate == Fate.FROZEN) {
            old.program().signal("CONT");
          }
          boolean over = loser.program().ends(LIMIT);
          report.must(what + "the other one ends", over);
          report.atMost(what + "after, s", since.seconds(), ENDS);
          report.must(
              what + "with a message", since(old.log(), written).contains("this one ends"));
        }
        report.must(what + "served at the end", served().equals(stays));
        report.must(what + "its clock is wrong", isOff(since(old.log(), written)));
        report.must(what + "one member has the name", knows(balancer.agent(), stays));
      }
    }
  }

  private static String since(Path log, long written) throws IOException {
    var bytes = Files.readAllBytes(log);
    return new String(bytes, (int) written, bytes.length - (int) written, StandardCharsets.UTF_8);
  }

  /** Whether a line of a log bears a time that is not the host's. */
  private static boolean isOff(String log) {
    return log.lines()
        .map(TIME::matcher)
        .filter(Matcher::lookingAt)
        .map(time -> Instant.parse(time.group()))
        .anyMatch(time -> Duration.between(time, Instant.now()).abs().toMinutes() > 30);
  }

  private static boolean knows(Agent balancer, String stays) throws IOException {
    var address = stays.equals("old") ? OLD : NEW;
    return balancer.members().stream()
        .filter(m -> m.name().equals(NAME))
        .allMatch(m -> m.alive() && m.address().equals(address));
  }

  /** The name of the web server that answers clients; empty if none does. */
  private static String served() {
    try {
      return CLIENT.body("GET", "http://" + BALANCER + ":" + Guest.FRONTEND + "/", "");
    } catch (IOException e) {
      return "";
    }
  }
}
