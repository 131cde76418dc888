package io.hearsay.balancer.render;

import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.ClientOption;
import io.hearsay.balancer.model.Front;
import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.text.TemplateFields;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything that a template may read, and nothing else: records whose fields are looked up by name
 * here, so that no reflection is needed and there is no way from a value to its class, the JVM or
 * the agent's settings. The reference for users is {@code docs/templates.adoc}; a test keeps the
 * two in step.
 */
sealed interface TemplateData extends TemplateFields {
  /** What template authors call it. */
  String kind();

  /**
   * The top-level variables of a template.
   *
   * @param spread whether the HAProxy in use supports {@code close-spread-time}
   */
  static Map<String, Object> of(BalancerSettings settings, boolean spread, Catalog catalog) {
    return Map.of(
        "config",
        new Config(settings, spread),
        "services",
        catalog.services().stream().map(s -> Service.of(s, catalog)).toList(),
        "routes",
        catalog.routes().stream().map(Route::of).toList(),
        "fronts",
        Front.of(catalog.services()).stream().map(FrontData::new).toList(),
        "defaultService",
        catalog.fallback().orElse(""));
  }

  /** The settings of HAProxy as a whole. */
  record Config(BalancerSettings settings, boolean spread) implements TemplateData {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "frontend" -> Everywhere.bind(settings.frontend());
            case "stats" -> Everywhere.bind(settings.stats());
            case "socket" -> settings.socket().toString();
            case "stateFile" -> settings.stateFile().toString();
            case "closeSpreadTime" -> spread ? settings.closeSpread().toMillis() + "ms" : "";
            case "certificates" -> certificates();
            case "moreFrontends" -> new FrontTexts(settings).moreFrontends();
            case "log" -> new FrontTexts(settings).log();
            case "requestLog" -> new FrontTexts(settings).requestLog();
            case "connectionLog" -> new FrontTexts(settings).connectionLog();
            case "errorFiles" -> new FrontTexts(settings).errorFiles();
            case "statsLogin" -> new FrontTexts(settings).statsLogin();
            case "clientRate" -> settings.find(FrontOption.CLIENT_RATE).orElse(0);
            case "clientConnections" -> settings.find(FrontOption.CLIENT_CONNECTIONS).orElse(0);
            case "peersSocket" -> settings.peersSocket().toString();
            case "byHeader" ->
                settings.services().values().stream()
                    .anyMatch(service -> service.find(ServiceOption.HEADER).isPresent());
            case "serverFiles" -> serverFiles();
            case "proxyFrom" -> String.join(" ", settings.get(FrontOption.PROXY_FROM));
            case "tlsFrontend" -> Everywhere.bind(settings.get(FrontOption.TLS_FRONTEND));
            case "tlsMinVersion" -> "TLSv" + settings.get(FrontOption.TLS_MIN_VERSION);
            case "tlsRedirect" -> settings.get(FrontOption.TLS_REDIRECT);
            case "tlsPort" -> tlsPort();
            case "tlsHsts" -> settings.get(FrontOption.TLS_HSTS).toSeconds();
            default ->
                BalancerOption.GROUP
                    .templated(name)
                    .or(() -> FrontOption.GROUP.templated(name))
                    .map(option -> OptionText.of(settings.find(option)))
                    .orElse(null);
          });
    }

    /**
     * The file that lists the certificates, if there are any: without one HAProxy could not listen
     * for TLS.
     */
    private String certificates() {
      return settings.find(FrontOption.TLS_CERTIFICATES).isPresent()
              && Files.isRegularFile(settings.certificateList())
          ? settings.certificateList().toString()
          : "";
    }

    /** The files that servers need, without duplicates, sorted. */
    private List<String> serverFiles() {
      return settings.services().values().stream()
          .flatMap(service -> SpeechWords.filesOf(service).stream())
          .distinct()
          .sorted()
          .toList();
    }

    /** What follows the host in a URL; empty for the default port. */
    private String tlsPort() {
      var bind = settings.get(FrontOption.TLS_FRONTEND);
      var port = bind.substring(bind.lastIndexOf(':'));
      return port.equals(":443") ? "" : port;
    }

    @Override
    public String kind() {
      return "config";
    }
  }

  /** A service: its options and its servers. */
  record Service(
      String name,
      ServiceOptions options,
      Duration timeoutConnect,
      List<Route> routes,
      List<Server> servers)
      implements TemplateData {
    static Service of(Catalog.Service service, Catalog catalog) {
      var lines = new ServerLines(service.options());
      return new Service(
          service.name(),
          service.options(),
          service.options().timeoutConnect(SpeechWords.useTls(service)),
          routes(service, catalog).stream().map(Route::of).toList(),
          service.servers().stream().map(s -> new Server(s, lines)).toList());
    }

    private static List<Catalog.Route> routes(Catalog.Service service, Catalog catalog) {
      return service.options().bind().isPresent()
          ? service.options().routesTo(service.name())
          : catalog.routes().stream().filter(r -> r.service().equals(service.name())).toList();
    }

    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "name" -> name();
            case "check" -> Check.of(options.check());
            case "maxconn" -> options.maxconn();
            case "timeoutConnect" -> OptionText.of(Optional.of(timeoutConnect));
            case "header" -> header().map(ClientOption.Header::name).orElse("");
            case "headerValue" -> header().map(ClientOption.Header::value).orElse("");
            case "hosts" ->
                routes.stream().map(Route::host).filter(Service::set).distinct().toList();
            case "paths" ->
                routes.stream().map(Route::path).filter(Service::set).distinct().toList();
            case "routes" -> routes;
            case "servers" -> servers;
            default ->
                ServiceOption.GROUP
                    .templated(name)
                    .map(option -> OptionText.of(options.find(option)))
                    .orElse(null);
          });
    }

    private Optional<ClientOption.Header> header() {
      return options.find(ServiceOption.HEADER);
    }

    private static boolean set(String text) {
      return !text.isEmpty();
    }

    @Override
    public String kind() {
      return "service";
    }
  }

  /** A frontend beside the common one. */
  record FrontData(Front front) implements TemplateData {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "name" -> front.name();
            case "bind" -> Everywhere.bind(front.bind());
            case "mode" -> OptionText.of(front.options().find(ServiceOption.MODE));
            case "timeoutClient" ->
                OptionText.of(front.options().find(ServiceOption.TIMEOUT_SERVER));
            case "routes" -> front.routes().stream().map(Route::of).toList();
            case "defaultService" -> front.fallback().orElse("");
            default -> null;
          });
    }

    @Override
    public String kind() {
      return "front";
    }
  }

  /** HAProxy's health check of servers. */
  record Check(String type, String method, String path, boolean lenient) implements TemplateData {
    static Check of(ServiceOptions.Check check) {
      return switch (check) {
        case ServiceOptions.Check.None none -> new Check("none", "", "", false);
        case ServiceOptions.Check.Tcp tcp -> new Check("tcp", "", "", false);
        case ServiceOptions.Check.Redis redis -> new Check("redis", "", "", false);
        case ServiceOptions.Check.Http http ->
            new Check("http", http.method(), http.path(), http.lenient());
      };
    }

    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "type" -> type;
            case "method" -> method;
            case "path" -> path;
            case "lenient" -> lenient;
            default -> null;
          });
    }

    @Override
    public String kind() {
      return "check";
    }
  }

  /**
   * A route of the common frontend to a service.
   *
   * @param host without the {@code *} of a wildcard
   */
  record Route(String host, boolean wildcard, String path, String service) implements TemplateData {
    static Route of(Catalog.Route route) {
      boolean wildcard = route.host().startsWith("*");
      return new Route(
          wildcard ? route.host().substring(1) : route.host(),
          wildcard,
          route.path(),
          route.service());
    }

    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "host" -> host;
            case "wildcard" -> wildcard;
            case "path" -> path;
            case "service" -> service;
            default -> null;
          });
    }

    @Override
    public String kind() {
      return "route";
    }
  }

  /** A server: a validated member. */
  record Server(Catalog.Server server, ServerLines lines) implements TemplateData {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "name" -> server.name();
            case "address" -> server.address();
            case "port" -> server.port();
            case "weight" -> server.weight();
            case "disabled" -> server.disabled();
            case "backup" -> server.backup();
            case "zone" -> server.zone();
            case "version" -> server.version();
            case "tags" -> new Tags(server.tags());
            case "line" -> lines.of(server);
            default -> null;
          });
    }

    @Override
    public String kind() {
      return "server";
    }
  }

  /**
   * The valid tags of a server. A tag that is not set reads as the empty text, since otherwise any
   * member could break the rendering by leaving it out.
   */
  record Tags(SortedMap<String, String> values) implements TemplateData {
    @Override
    public Optional<Object> field(String name) {
      return Optional.of(values.getOrDefault(name, ""));
    }

    @Override
    public String kind() {
      return "tags";
    }
  }
}
