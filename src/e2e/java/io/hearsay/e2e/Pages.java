package io.hearsay.e2e;

import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** HAProxy's statistics page and the dashboard in a real browser. */
final class Pages implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String WELL = "All is well";
  private static final Pattern MEMBER =
      Pattern.compile("<tr[^>]* data-name=\"([^\"]+)\" data-status=\"alive\"");
  private static final Pattern SERVER =
      Pattern.compile("<tr[^>]* data-name=\"([^\"]+)\" data-state=\"ready\"");
  private static final Pattern VERDICT =
      Pattern.compile("<section id=\"verdict\"[^>]*>\\s*<h2>([^<]*)</h2>");
  private static final Pattern REASON =
      Pattern.compile("<section id=\"verdict\"[^>]*>\\s*<h2>[^<]*</h2>\\s*<ul><li>([^<]*)</li>");
  private static final Pattern UP = Pattern.compile("<tr class=\"active_up\"><td[^>]*>.*?</tr>");

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    var shop = stage.shop();
    var webs = Shop.names(shop.webs());
    var members = new TreeSet<>(webs);
    members.add(shop.balancer().name());

    forgetTheFailed(shop);
    var dashboard = dashboardWhenWell("http://127.0.0.1:" + shop.site().dashboard() + "/");
    results.equal("dashboard: its verdict", first(VERDICT, dashboard), WELL);
    results.info("dashboard: its reason", first(REASON, dashboard));
    results.equal("dashboard: shows all members", all(MEMBER, dashboard).equals(members), true);
    results.equal("dashboard: shows all servers", all(SERVER, dashboard).equals(webs), true);

    var stats = Browser.open("http://127.0.0.1:" + shop.site().stats() + "/");
    var up = UP.matcher(stats.replace("\n", "")).results().map(row -> row.group()).toList();
    var shown = webs.stream().filter(web -> up.stream().anyMatch(row -> row.contains(web))).count();
    results.equal("HAProxy's page: webs that are up", shown, 3L);
  }

  /**
   * The page once all is well, or the last one at the limit: the dashboard may still remember what other stories did.
   */
  private static String dashboardWhenWell(String uri) throws IOException {
    var watch = Stopwatch.start();
    var page = Browser.open(uri);
    while (!first(VERDICT, page).equals(WELL) && watch.elapsed().compareTo(LIMIT) < 0) {
      page = Browser.open(uri);
    }
    return page;
  }

  /** Forgets members that other stories have killed, which would rightly be reported as missing. */
  private static void forgetTheFailed(Shop shop) throws IOException {
    for (var member : shop.site().agent().members()) {
      if (member.status().equals("failed")) {
        Docker.run(
            "exec", shop.balancer().id(), "hearsay", "force-leave", member.name(), "--prune");
      }
    }
  }

  private static Set<String> all(Pattern pattern, String page) {
    var found = new TreeSet<String>();
    pattern.matcher(page).results().forEach(match -> found.add(match.group(1)));
    return found;
  }

  private static String first(Pattern pattern, String page) {
    var matcher = pattern.matcher(page);
    return matcher.find() ? matcher.group(1) : "none";
  }
}
