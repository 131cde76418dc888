package io.hearsay.http.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.Chromium;
import io.hearsay.testkit.Http;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of five hundred members and thirty services, over HTTP and in a real browser. */
@QuarkusTest
class LargePageTest {
  private static final int HEIGHT = 900;
  private static final int WIDTH = 1440;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Inject Dashboard dashboard;
  @Inject Assets assets;

  @TestHTTPResource("/")
  URI page;

  @TempDir Path dir;

  private Sources before;
  private ManyMembers many;

  @BeforeEach
  void show() {
    before = dashboard.sources();
    many = new ManyMembers(500, 30, assets.mark());
    dashboard.show(many);
  }

  @AfterEach
  void showAgain() {
    dashboard.show(before);
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(page.resolve(path));
    request.headers(headers);
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private Chromium browser() throws Exception {
    var binary = Chromium.installed();
    Assumptions.assumeTrue(
        binary.isPresent(), "no browser here: install the system's package chromium");
    return Chromium.start(binary.get(), dir);
  }

  /** The accessibility violations that axe finds, with their places. */
  private static List<?> violations(Chromium browser) throws Exception {
    try (var script = LargePageTest.class.getResourceAsStream("/axe.min.js")) {
      browser.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8) + ";0");
    }
    return (List<?>)
        browser.evaluate(
            "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.impact + ' '"
                + " + v.nodes.slice(0, 3).map(n => n.target.join(' '))))");
  }

  @Test
  void aRefreshIsSmallAndCostsNothingWhenNothingIsNew() throws Exception {
    var answer = get("/", "Accept-Encoding", "gzip");
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.body().length).isLessThan(30_000);
    var plain = get("/", "Accept", "text/html");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    int script = get("/ui/dashboard.js", "Accept", "*/*").body().length;
    int style = get("/ui/dashboard.css", "Accept", "*/*").body().length;
    assertThat(answer.body().length + script + style).isLessThan(60_000);

    var tag = answer.headers().firstValue("ETag").orElseThrow();
    var again = get("/", "Accept-Encoding", "gzip", "If-None-Match", tag);
    assertThat(again.statusCode()).isIn(200, 304);
    many.failed("web007");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(get("/", "If-None-Match", tag).statusCode()).isEqualTo(200));
  }

  @Test
  void everyPageIsAccessibleInLightAndDarkAndOnAPhone() throws Exception {
    many.failed("web007").down("web008");
    try (var browser = browser()) {
      for (var path :
          List.of(
              "",
              "?filter=web00",
              "ui/members/web008",
              "ui/services/service-01",
              "ui/members?filter=web00",
              "ui/members/nobody")) {
        for (boolean dark : List.of(false, true)) {
          browser.window(WIDTH, HEIGHT, dark).open(page + path);
          open(browser);
          assertThat(violations(browser)).as(path + " dark " + dark).isEmpty();
        }
      }
      browser.window(390, 844, false).open(page.toString());
      open(browser);
      assertThat(violations(browser)).as("phone").isEmpty();
      assertThat(number(browser, "document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    }
  }

  /** Folded content has to be accessible too. */
  private static void open(Chromium browser) {
    browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
  }

  private static long number(Chromium browser, String expression) {
    return ((Double) browser.evaluate(expression)).longValue();
  }

  @Test
  void itIsTwoScreensHighAndUnfoldsWhatIsWrong() throws Exception {
    try (var browser = browser()) {
      browser.window(WIDTH, HEIGHT, false).open(page.toString());
      assertThat(number(browser, "document.documentElement.scrollHeight"))
          .isLessThanOrEqualTo(2 * HEIGHT);
      browser.window(390, 844, false);
      assertThat(number(browser, "document.documentElement.scrollHeight"))
          .isLessThanOrEqualTo(2 * 844);
      browser.window(WIDTH, HEIGHT, false);

      many.down("web008").failed("web007");
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(browser.text("details[data-key='service service-08'][open]"))
                    .contains("DOWN", "Connection refused", "ours: ready");
                assertThat(browser.text("[data-key='members backend/service-07'][open]"))
                    .contains("web007", "failed");
              });
      assertThat(number(browser, "document.documentElement.scrollHeight"))
          .isLessThanOrEqualTo(2 * HEIGHT);
    }
  }

  @Test
  void aFilterIsLiveInTheAddressAndSurvivesARefresh() throws Exception {
    try (var browser = browser()) {
      browser.window(WIDTH, HEIGHT, false).open(page.toString());
      browser.evaluate(
          "filter.value = 'web123'; filter.dispatchEvent(new Event('input', {bubbles: true})); 0");
      await().atMost(LIMIT).until(() -> browser.text("#found").startsWith("1 of 500 members"));
      assertThat(browser.evaluate("location.search")).isEqualTo("?filter=web123");
      many.failed("web123");
      await().atMost(LIMIT).until(() -> browser.text("tr[data-name=web123]").contains("failed"));
      assertThat(browser.text("#found")).startsWith("1 of 500 members");

      browser.evaluate("document.querySelector('#counts [data-status=failed]').click(); 0");
      await().atMost(LIMIT).until(() -> browser.text("#found").contains("status:failed"));
      assertThat(browser.evaluate("filter.value")).isEqualTo("status:failed");
    }
  }

  @Test
  void anOpenedSectionIsFilledAndStaysOpen() throws Exception {
    try (var browser = browser()) {
      browser.window(WIDTH, HEIGHT, false).open(page.toString());
      browser.evaluate("document.querySelector('[data-key=services] > summary').click(); 0");
      browser.evaluate(
          "document.querySelector(\"[data-key='service service-03'] > summary\").click(); 0");
      var rows = "document.querySelectorAll(\"[data-key='service service-03'] tbody tr\").length";
      await().atMost(LIMIT).until(() -> number(browser, rows) == 17);
      many.failed("web033");
      await().atMost(LIMIT).until(() -> number(browser, rows) == 16);
      assertThat(
              browser.evaluate(
                  "document.querySelector(\"[data-key='service service-03'] th a\").href"))
          .isEqualTo(page + "ui/members/web003");
    }
  }

  @Test
  void everythingIsThereWithoutScripts() throws Exception {
    try (var browser = browser()) {
      browser.scripts(false);
      browser.window(WIDTH, HEIGHT, false).open(page + "?filter=service:service-03");
      browser.scripts(true);
      assertThat(browser.text("#found")).contains("17 of 500 members, 1 service");
      assertThat(browser.text("#services")).contains("web003", "17 of 17 up");
    }
  }

  /** Takes the pictures for the documents; not a test. */
  @Test
  void pictures() throws Exception {
    var into = System.getProperty("pictures");
    Assumptions.assumeTrue(into != null, "only with -Dpictures=DIRECTORY");
    many.failed("web007").down("web008");
    var directory = Files.createDirectories(Path.of(into));
    try (var browser = browser()) {
      dashboard.show(new ManyMembers(14, 3, assets.mark()).down("web004"));
      for (boolean dark : List.of(false, true)) {
        browser.window(1200, 860, dark).open(page + "?" + dark);
        browser.screenshot(directory.resolve("dashboard-" + (dark ? "dark" : "light") + ".png"));
      }
      open(browser);
      browser.evaluate("document.getElementById('picture').scrollIntoView(); 0");
      browser.screenshot(directory.resolve("picture.png"));
      browser.window(1200, 600, false).open(page + "ui/members/web004");
      browser.screenshot(directory.resolve("member.png"));
      dashboard.show(many);
      browser.window(390, 844, false).open(page.toString());
      browser.screenshot(directory.resolve("dashboard-phone.png"));
      browser.window(WIDTH, HEIGHT, false).open(page.toString());
      System.out.println(
          "first paint "
              + browser.evaluate(
                  "new Promise(r => new PerformanceObserver(l => r(l.getEntries().at(-1).startTime))"
                      + ".observe({type: 'paint', buffered: true}))")
              + " ms, height "
              + number(browser, "document.documentElement.scrollHeight")
              + " px, "
              + new Http(LIMIT).get(page.toString()).body().length()
              + " characters, "
              + get("/", "Accept-Encoding", "gzip").body().length
              + " bytes compressed");
      var pages = new Pages();
      long began = System.nanoTime();
      for (int i = 0; i < 300; i++) {
        var source = many.take();
        if (i == 100) {
          began = System.nanoTime();
        }
        Drawing.of(
            new Pulse(1, 1, 1),
            Drawing.Sheet.ok(
                pages.dashboard(
                    new Head(source, "lb1", "", Filter.NONE),
                    Page.of(source, Filter.NONE, new Texts()))),
            0);
      }
      System.out.println(
          "one drawing with its source " + (System.nanoTime() - began) / 200_000 + " us");
    }
  }
}
