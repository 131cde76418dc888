package io.hearsay.bench.hostile;

import io.hearsay.balancer.render.TemplateSlips;
import io.hearsay.balancer.render.TemplateSlips.Slip;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Command;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Load;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Row 2: the template of a serving balancer gets one mistake after another. {@code check} and the
 * agent must each refuse it with file, line and a remedy, and no request may fail because of it.
 */
final class Templates implements Row {
  private static final String BALANCER = "127.83.2.2";
  private static final String WEB = "127.83.2.3";
  private static final int RATE = 100;
  private static final int REFUSED = 1;
  private static final double KIB_PER_MIB = 1024;
  private static final Duration SOON = Duration.ofSeconds(30);

  private int unchecked;
  private int taken;

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    var directory = Files.createDirectories(settings.directory().resolve("templates"));
    var template = directory.resolve("my.cfg.qute");
    Files.writeString(template, TemplateSlips.template());
    try (var web = new Web("web", WEB);
        var guest = new Guest.Start(settings, "web", WEB).backend(BALANCER).start();
        var balancer = balancer(settings, template);
        var load = Load.start(new InetSocketAddress(BALANCER, Guest.FRONTEND), RATE)) {
      Await.until("the web did not answer", SOON, () -> isServing(load));
      var tally = load.next();
      double most = 0;
      for (var slip : TemplateSlips.all()) {
        Files.writeString(template, slip.of());
        check(settings, template, slip, report);
        agent(balancer, template, slip, report);
        most = Math.max(most, balancer.proc().anonymous() / KIB_PER_MIB);
        Files.writeString(template, TemplateSlips.template());
        balancer.agent().await("the good template did not serve", SOON, p -> p.inStep());
      }
      report.info("templates with a slip", TemplateSlips.all().size());
      report.exactly("not refused by check, with line and remedy", unchecked, 0);
      report.exactly("not refused by the agent, with line and remedy", taken, 0);
      report.atMost("requests failed of " + tally.requests(), tally.failed(), 0);
      report.info("anonymous memory of the agent, at most, MiB", most);
    }
  }

  private static Guest balancer(Settings settings, Path template) throws IOException {
    return new Guest.Start(settings, "balancer", BALANCER)
        .balancer(WEB)
        .with("--template", template.toString())
        .start()
        .up();
  }

  private static boolean isServing(Load load) {
    var tally = load.next();
    Await.pause(Duration.ofMillis(500));
    return tally.failed() == 0 && tally.backends().contains("web");
  }

  private void check(Settings settings, Path template, Slip slip, Results.Section report) {
    var command =
        List.of(
            settings.hearsay(),
            "check",
            "--http",
            BALANCER + ":7373",
            "--haproxy",
            settings.haproxy(),
            "--template",
            template.toString());
    var outcome = Command.attempt(Map.of(), command);
    if (outcome.code() != REFUSED || !isTold(outcome.err() + outcome.out(), template, slip)) {
      unchecked++;
      report.note("check, " + slip + ": " + outcome);
    }
  }

  private void agent(Guest balancer, Path template, Slip slip, Results.Section report) {
    var said = new String[] {""};
    if (!Await.holds(
        SOON,
        () -> {
          said[0] = balancer.agent().pipeline().story();
          return isTold(said[0], template, slip);
        })) {
      taken++;
      report.note("agent, " + slip + ": " + said[0]);
    }
  }

  private static boolean isTold(String message, Path template, Slip slip) {
    var line = slip.line() == 0 ? "" : ", line " + slip.line() + ":";
    return message.contains(template.getFileName() + line)
        && slip.words().stream().allMatch(message::contains);
  }
}
