package io.hearsay.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real headless browser with one page, driven through the Chrome DevTools Protocol. */
public final class Chromium implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final Program program;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<Map<String, Object>>> asked =
      new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();

  private Chromium(Program program, String page) {
    this.program = program;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(page), new Listener())
            .join();
  }

  /** The path of the system's browser; empty if there is none. */
  public static Optional<Path> installed() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .map(name -> Path.of("/usr/bin", name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param directory of its own, for its profile and its log
   */
  public static Chromium start(Path binary, Path directory) throws IOException {
    var program =
        Program.start(
            "chromium",
            directory.resolve("chromium.log"),
            Map.of("HOME", directory.toString()),
            List.of(
                binary.toString(),
                "--headless=new",
                // Run as root, the browser refuses to start with its sandbox.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + directory.resolve("profile"),
                "about:blank"));
    var file = directory.resolve("profile").resolve("DevToolsActivePort");
    Await.until("the browser listens", LIMIT, () -> port(file).isPresent());
    var http = new Http(LIMIT);
    var pages =
        Json.objects(
            Json.read(http.get("http://127.0.0.1:" + port(file).get() + "/json/list").body()));
    var page =
        pages.stream()
            .filter(p -> "page".equals(p.get("type")))
            .map(p -> p.get("webSocketDebuggerUrl").toString())
            .findFirst()
            .orElseThrow(() -> new Failure("the browser has no page"));
    return new Chromium(program, page);
  }

  private static Optional<String> port(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        var message = Json.map(Json.read(text.toString()));
        text.setLength(0);
        if (message.containsKey("id")) {
          Optional.ofNullable(asked.remove((int) Json.number(message, "id")))
              .ifPresent(waiting -> waiting.complete(message));
        }
      }
      from.request(1);
      return null;
    }
  }

  /** Sends a command and waits for its result; {@code parameters} are JSON. */
  public Map<String, Object> order(String method, String parameters) {
    int id = number.incrementAndGet();
    var answer = new CompletableFuture<Map<String, Object>>();
    asked.put(id, answer);
    synchronized (this) {
      socket
          .sendText(
              "{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
          .join();
    }
    try {
      var message = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (message.containsKey("error")) {
        throw new Failure(method + ": " + message.get("error"));
      }
      return Json.map(message.get("result"));
    } catch (InterruptedException e) {
      throw Failure.interrupted(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new Failure(method + " is not answered", e);
    }
  }

  /** Sets the size of the page in pixels, and whether the reader prefers a dark scheme. */
  public Chromium window(int width, int height, boolean dark) {
    order(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%b}"
            .formatted(width, height, width < 600));
    order(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
            .formatted(dark ? "dark" : "light"));
    return this;
  }

  /** Sets whether pages may run scripts. */
  public void scripts(boolean on) {
    order("Emulation.setScriptExecutionDisabled", "{\"value\":%b}".formatted(!on));
  }

  /** Opens an address and waits until the page is loaded. */
  public void open(String address) {
    order("Page.enable", "{}");
    order("Page.navigate", "{\"url\":" + quoted(address) + "}");
    Await.until(
        "the page is there",
        LIMIT,
        () ->
            Boolean.TRUE.equals(
                evaluate(
                    "location.href !== 'about:blank' && document.readyState === 'complete'")));
  }

  /** The value, as JSON, of an expression or of the promise that it returns. */
  public Object evaluate(String expression) {
    var result =
        order(
            "Runtime.evaluate",
            "{\"awaitPromise\":true,\"returnByValue\":true,\"expression\":"
                + quoted(expression)
                + "}");
    if (result.containsKey("exceptionDetails")) {
      throw new Failure(expression + ": " + result.get("exceptionDetails"));
    }
    return Json.map(result.get("result")).get("value");
  }

  /** The text of the first element that a selector finds; empty if there is none. */
  public String text(String selector) {
    return evaluate("(document.querySelector(%s)||{}).textContent||''".formatted(quoted(selector)))
        .toString();
  }

  /** Saves a screenshot as PNG. */
  public void screenshot(Path file) throws IOException {
    var data = order("Page.captureScreenshot", "{\"format\":\"png\"}").get("data").toString();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** The text as a JSON literal. */
  public static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public void close() {
    socket.abort();
    program.handle().descendants().forEach(ProcessHandle::destroyForcibly);
    program.kill();
  }
}
