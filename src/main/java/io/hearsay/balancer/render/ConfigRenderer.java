package io.hearsay.balancer.render;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.diagnostics.Reasons;
import io.hearsay.balancer.haproxy.Binary;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders HAProxy's configuration with Qute from a built-in template or the user's own file. Equal
 * catalogs give equal bytes: there is no clock and no chance in {@link TemplateData}.
 *
 * <p>A user's file is read when it is new or has changed, not at each rendering: what changed must
 * stay the same for one look, since an editor may be half through with it, and counts only once
 * HAProxy runs with what it renders to. Until then, and if it is refused, the last template that
 * was good goes on to serve: a slip in a template does not keep servers that come and go from being
 * applied. For one thread.
 */
public final class ConfigRenderer {
  /** What serves without {@code --template}; a user's template may include it. */
  static final String BUILT_IN = "built-in";

  /** The templates that come with Hearsay. */
  public static final List<String> SHIPPED =
      List.of(BUILT_IN, "web", "services", "redis", "sni", "tls");

  private static final int LOOKS_UNTIL_RETRY = 10;

  private final BalancerSettings settings;
  private final Clock clock;
  private final Binary binary;

  private Optional<LoadedTemplate> accepted = Optional.empty();
  private Optional<LoadedTemplate> current = Optional.empty();
  private Optional<String> refusal = Optional.empty();
  private boolean refusedForGood;

  /** What was read last, whether it was any good or not. */
  private Optional<TemplateFiles> files = Optional.empty();

  private Optional<TemplateFiles> unsettled = Optional.empty();
  private boolean due = true;
  private int looks;

  /**
   * A renderer of the template that {@code settings} names; {@code clock} says how old its files
   * are.
   */
  public ConfigRenderer(BalancerSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.binary = new Binary(settings.haproxy());
  }

  /** The text of a template that comes with Hearsay; nothing if there is none of that name. */
  public static Optional<String> shipped(String name) {
    if (!SHIPPED.contains(name)) {
      return Optional.empty();
    }
    var resource =
        name.equals(BUILT_IN)
            ? "/haproxy/haproxy.cfg.qute"
            : "/haproxy/examples/" + name + ".cfg.qute";
    try (var in = ConfigRenderer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Renders with a template that comes with Hearsay, whatever the settings say. */
  public static String renderShipped(String name, BalancerSettings settings, Catalog catalog)
      throws ApplyException {
    var loaded = loadShipped(name);
    var text =
        loaded.render(data(settings, new Binary(settings.haproxy()), catalog), items(catalog));
    inspect(loaded, text, settings);
    return text;
  }

  /** How much there is that a template may well loop over. */
  private static long items(Catalog catalog) {
    return catalog.size() + catalog.services().size() + catalog.routes().size();
  }

  /**
   * Looks over what was rendered last.
   *
   * @throws ApplyException if the HAProxy that runs with it could not be led, by file and line
   */
  public void inspect(String text) throws ApplyException {
    if (current.isPresent()) {
      inspect(current.get(), text, settings);
    }
  }

  private static void inspect(LoadedTemplate template, String text, BalancerSettings settings)
      throws ApplyException {
    var finding = TextInspection.of(text, settings);
    if (finding.isPresent()) {
      throw ApplyException.of(
          FailureKind.TEMPLATE,
          "template error in "
              + template.origin(finding.get().line())
              + ": "
              + finding.get().message());
    }
  }

  private static Map<String, Object> data(
      BalancerSettings settings, Binary binary, Catalog catalog) {
    boolean spread = !settings.closeSpread().isZero() && binary.version().spreadsCloses();
    return TemplateData.of(settings, spread, catalog);
  }

  private static LoadedTemplate loadShipped(String name) throws ApplyException {
    return new LoadedTemplate(name, shipped(name).orElseThrow(), ConfigRenderer::include);
  }

  private static String include(String name) throws IOException {
    if (!name.equals(BUILT_IN)) {
      throw new NoSuchFileException(name);
    }
    return shipped(name).orElseThrow();
  }

  /** The configuration's text, by the newest template that is not refused. */
  public String render(Catalog catalog) throws ApplyException {
    if (due) {
      due = false;
      current = Optional.empty();
      current = Optional.of(load());
    }
    if (current.isEmpty()) {
      // Loading failed, and there is nothing to fall back to: try again.
      current = Optional.of(load());
    }
    return current.get().render(data(settings, binary, catalog), items(catalog));
  }

  private LoadedTemplate load() throws ApplyException {
    if (settings.template().isEmpty()) {
      return loadShipped(BUILT_IN);
    }
    var path = settings.template().get();
    var read = new TemplateFiles(path, clock);
    files = Optional.of(read);
    try {
      return new LoadedTemplate(
          path.toString(),
          read.main(),
          name -> name.equals(BUILT_IN) ? include(name) : read.included(name));
    } catch (IOException e) {
      throw ApplyException.of(
          FailureKind.TEMPLATE,
          "cannot read the template "
              + path
              + " (--template): "
              + Reasons.of(e)
              + "; restore the file, or leave the option out to use the built-in template",
          e);
    }
  }

  /**
   * Looks whether there is a template to try: one that has changed since it was read and is the
   * same as at the last look, or one that was refused some looks ago, for the cause may lie
   * elsewhere, such as a missing certificate. To be called now and then; cheap.
   */
  public boolean changed() {
    if (files.isEmpty()) {
      return false;
    }
    var now = files.get().changed();
    boolean settled = now.isPresent() && unsettled.isPresent() && unsettled.get().sameAs(now.get());
    unsettled = now;
    looks++;
    boolean again =
        now.isEmpty() && refusal.isPresent() && !refusedForGood && looks % LOOKS_UNTIL_RETRY == 0;
    if (settled || again) {
      unsettled = Optional.empty();
      due = true;
    }
    return settled || again;
  }

  /** HAProxy runs with what was rendered last. */
  public void accept() {
    if (!current.equals(accepted)) {
      refusal = Optional.empty();
      accepted = current;
    }
  }

  /**
   * What was rendered last, or could not be rendered, is of no use.
   *
   * @param lasting not to be tried again before the files have changed: by then its HAProxy had
   *     come up, and what the next one would do is not certain
   * @return whether there is an older template to go on with
   */
  public boolean fallBack(String reason, boolean lasting) {
    if (accepted.isEmpty() || current.equals(accepted)) {
      return false;
    }
    refusal = Optional.of(reason);
    refusedForGood = lasting;
    current = accepted;
    looks = 0;
    return true;
  }

  /** Why the newest template is not used. */
  public Optional<String> refusal() {
    return refusal;
  }
}
