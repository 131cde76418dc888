package io.hearsay.balancer;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.balancer.haproxy.HaproxyProcess;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.membership.ClusterView;
import io.hearsay.testkit.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A balancer with a real HAProxy on free ports, and real servers behind it. */
public final class TestBalancer implements AutoCloseable {
  final Path dir;
  final String haproxy;
  public final int port;
  public final int statsPort;
  final SortedMap<String, ServiceOptions> services = new TreeMap<>();
  public BalancerSettings settings;
  public Reconciler balancer;
  private final List<HttpServer> webs = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  public TestBalancer(Path dir) {
    this(dir, HaproxyBinaries.SYSTEM);
  }

  /** Runs that HAProxy binary. */
  public TestBalancer(Path dir, String haproxy) {
    this(dir, haproxy, freePort(), freePort());
  }

  /** Uses the ports of an earlier instance. */
  TestBalancer(Path dir, int port, int statsPort) {
    this(dir, HaproxyBinaries.SYSTEM, port, statsPort);
  }

  private TestBalancer(Path dir, String haproxy, int port, int statsPort) {
    this.dir = dir;
    this.haproxy = haproxy;
    this.port = port;
    this.statsPort = statsPort;
    this.settings = settings(dir, haproxy, Optional.empty());
  }

  BalancerSettings settings(Path dir, String haproxy, Optional<Path> template) {
    var plain =
        BalancerSettings.defaults(dir.resolve("haproxy.cfg"))
            .with(BalancerOption.HAPROXY, haproxy)
            .with(BalancerOption.FRONTEND, "127.0.0.1:" + port)
            .with(BalancerOption.STATS, "127.0.0.1:" + statsPort)
            .with(BalancerOption.HARD_STOP_AFTER, Duration.ofSeconds(5))
            .with(BalancerOption.STOP_HAPROXY, Duration.ofSeconds(1));
    return template.map(file -> plain.with(BalancerOption.TEMPLATE, file)).orElse(plain);
  }

  /** Does not hold back servers that come and go. */
  public TestBalancer undamped() {
    return with(s -> s.with(BalancerOption.FLAP_HALF_LIFE, Duration.ZERO));
  }

  TestBalancer with(UnaryOperator<BalancerSettings> change) {
    settings = change.apply(settings);
    return this;
  }

  /** Adds a service with options. */
  public TestBalancer service(String name, ServiceOptions options) {
    services.put(name, options);
    return with(s -> s.with(services));
  }

  /** Uses a template with that text. */
  public TestBalancer template(String text) throws IOException {
    var file = Files.writeString(dir.resolve("my.cfg.qute"), text);
    return with(s -> s.with(BalancerOption.TEMPLATE, file));
  }

  public TestBalancer start() {
    balancer = new Reconciler(settings);
    balancer.start();
    return this;
  }

  public static int freePort() {
    return FreePort.any();
  }

  /** Starts a real web server that answers with its name, and returns its port. */
  public int web(String name) throws IOException {
    return web(name, 0);
  }

  /** The same on a given port. */
  public int web(String name, int webPort) throws IOException {
    var web = HttpServer.create(new InetSocketAddress("127.0.0.1", webPort), 100);
    web.createContext(
        "/",
        exchange -> {
          byte[] body =
              exchange.getRequestMethod().equals("HEAD")
                  ? new byte[0]
                  : name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    web.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
    web.start();
    webs.add(web);
    return web.getAddress().getPort();
  }

  /** Stops the web server on that port. */
  public void stopWeb(int webPort) {
    webs.stream().filter(w -> w.getAddress().getPort() == webPort).forEach(w -> w.stop(0));
    webs.removeIf(w -> w.getAddress().getPort() == webPort);
  }

  /**
   * Submits a list of servers, which must differ from the last one, and waits until it is applied.
   */
  public ProxyStatus apply(ClusterView view) {
    long before = balancer.status().revision();
    balancer.submit(view);
    return awaitStatus(
        s ->
            s.revision() > before
                && s.revision() == s.appliedRevision()
                && s.lastError().isEmpty()
                && s.answering());
  }

  public ProxyStatus awaitStatus(Predicate<ProxyStatus> condition) {
    try {
      return await()
          .atMost(Duration.ofSeconds(15))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> balancer.status(), condition);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("status is " + balancer.status(), e);
    }
  }

  public ProxyStatus awaitApplied() {
    return awaitStatus(
        s ->
            s.revision() > 0
                && s.revision() == s.appliedRevision()
                && s.lastError().isEmpty()
                && s.answering());
  }

  public HttpResponse<String> get() {
    return get(port, "/");
  }

  public HttpResponse<String> get(int toPort, String path) {
    return get(toPort, path, Map.of());
  }

  public HttpResponse<String> get(int toPort, String path, Map<String, String> headers) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + toPort + path))
              .timeout(Duration.ofSeconds(5));
      headers.forEach(request::header);
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public String file() {
    try {
      return Files.readString(settings.config());
    } catch (IOException e) {
      return "";
    }
  }

  /** The process that answers on the socket; 0 if there is none. */
  public long serving() {
    return new RuntimeApi(settings.socket(), Duration.ofSeconds(2)).pid().orElse(0);
  }

  /** All HAProxy processes of this configuration, including masters and old processes. */
  public Set<Long> haproxies() {
    return ProcessHandle.allProcesses()
        .filter(p -> isOurs(p.pid()) && HaproxyProcess.isAlive(p))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private boolean isOurs(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
          .contains("-f\0" + settings.config() + "\0");
    } catch (IOException e) {
      // The process has ended.
      return false;
    }
  }

  @Override
  public void close() {
    if (balancer != null) {
      balancer.close(true);
    }
    // The sidecar does not stop a HAProxy that a command, or somebody else, has started.
    haproxies().forEach(p -> ProcessHandle.of(p).ifPresent(ProcessHandle::destroyForcibly));
    webs.forEach(w -> w.stop(0));
  }
}
