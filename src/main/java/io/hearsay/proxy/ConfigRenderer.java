package io.hearsay.proxy;

import io.hearsay.proxy.haproxy.Binary;
import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders HAProxy's configuration with Qute from the built-in template or the user's own file. The
 * data are maps and lists of strings, numbers and booleans, so that templates read them without
 * reflection; an unknown name is an error that tells the template's line, never a value. Equal
 * catalogs give equal bytes: there is no clock and no chance in the data.
 *
 * <p>What a template may read is documented in the README, <i>Template data</i>.
 */
final class ConfigRenderer {
  private static final String BUILT_IN = "/haproxy/haproxy.cfg.qute";

  private final BalancerSettings settings;
  private final Binary binary;
  private final Engine engine =
      Engine.builder()
          .addDefaults()
          .removeStandaloneLines(true)
          .strictRendering(true)
          .timeout(5000)
          .build();

  ConfigRenderer(BalancerSettings settings) {
    this.settings = settings;
    this.binary = new Binary(settings.haproxy());
  }

  /** The template's text as it is now; a user's file is read anew each time. */
  String source() throws ApplyException {
    var file = settings.template();
    if (file.isEmpty()) {
      return builtIn();
    }
    try {
      return Files.readString(file.get());
    } catch (IOException e) {
      throw new ApplyException(
          "cannot read the template "
              + file.get()
              + " (--template): "
              + Reasons.of(e)
              + "; restore the file, or leave the option out to use the built-in template",
          e);
    }
  }

  private static String builtIn() {
    try (var in = ConfigRenderer.class.getResourceAsStream(BUILT_IN)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration's text. */
  String render(String source, Catalog catalog) throws ApplyException {
    try {
      var name = settings.template().map(Path::toString).orElse("built-in");
      var text = engine.parse(source, null, name).data(data(catalog)).render();
      if (text.isBlank()) {
        throw new ApplyException("the template " + name + " (--template) renders to nothing");
      }
      return text;
    } catch (TemplateException e) {
      throw new ApplyException("template error: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> data(Catalog catalog) {
    var config = new LinkedHashMap<String, Object>();
    config.put("frontend", settings.frontend());
    config.put("stats", settings.stats());
    config.put("socket", settings.socket().toString());
    config.put("hardStopAfter", settings.hardStopAfter().toMillis() + "ms");
    config.put("stateFile", settings.stateFile().toString());
    boolean spread = !settings.closeSpread().isZero() && binary.version().spreadsCloses();
    config.put("closeSpreadTime", spread ? settings.closeSpread().toMillis() + "ms" : "");
    return Map.of(
        "config",
        config,
        "services",
        catalog.services().stream().map(ConfigRenderer::service).toList(),
        "defaultService",
        defaultService(catalog).orElse(""));
  }

  /**
   * The service that gets what no route names: the one called "web", else the first without a
   * route.
   */
  private static Optional<String> defaultService(Catalog catalog) {
    var unrouted =
        catalog.services().stream()
            .filter(s -> s.hosts().isEmpty() && s.paths().isEmpty())
            .map(Catalog.Service::name)
            .toList();
    return unrouted.contains(Grammar.DEFAULT_SERVICE)
        ? Optional.of(Grammar.DEFAULT_SERVICE)
        : unrouted.stream().findFirst();
  }

  private static Map<String, Object> service(Catalog.Service service) {
    return Map.of(
        "name",
        service.name(),
        "hosts",
        List.copyOf(service.hosts()),
        "paths",
        List.copyOf(service.paths()),
        "servers",
        service.servers().stream().map(ConfigRenderer::server).toList());
  }

  private static Map<String, Object> server(Catalog.Server server) {
    return Map.of(
        "name", server.name(),
        "address", server.address(),
        "port", server.port(),
        "weight", server.weight(),
        "disabled", server.disabled(),
        "backup", server.backup());
  }
}
