package io.hearsay.balancer.render;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.diagnostics.Reasons;
import io.hearsay.balancer.haproxy.Binary;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.Front;
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
 * catalogs give equal bytes, as {@link TemplateData} contains neither time nor randomness.
 *
 * <p>A user's file is read when it is new or has changed, not for each rendering. A change is
 * picked up only when it is unchanged at the next check, since an editor may be in the middle of
 * writing, and is accepted only once HAProxy runs with the result. Until then, and if it is
 * refused, the last good template stays in use, so that a mistake in a template does not prevent
 * changes of servers from being applied. For one thread.
 */
public final class ConfigRenderer {
  /** The default template; a user's template may include it. */
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

  /** The files read last, whether or not they were valid. */
  private Optional<TemplateFiles> files = Optional.empty();

  private Optional<TemplateFiles> unsettled = Optional.empty();
  private boolean due = true;
  private int looks;

  /**
   * Creates a renderer of the template in {@code settings}; {@code clock} is compared with the
   * times of its files.
   */
  public ConfigRenderer(BalancerSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.binary = new Binary(settings.haproxy());
  }

  /** The text of a template that comes with Hearsay; empty if there is none of that name. */
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

  /** The number of items that a template may be expected to loop over. */
  private static long items(Catalog catalog) {
    long further = Front.of(catalog.services()).stream().mapToLong(f -> f.routes().size()).sum();
    return catalog.size() + catalog.services().size() + catalog.routes().size() + further;
  }

  /**
   * Inspects the text rendered last.
   *
   * @throws ApplyException if a HAProxy that ran with it could not be controlled, with file and
   *     line
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

  /** Renders the configuration with the newest template that is not refused. */
  public String render(Catalog catalog) throws ApplyException {
    if (due) {
      due = false;
      current = Optional.empty();
      current = Optional.of(load());
    }
    if (current.isEmpty()) {
      // Loading has failed and there is nothing to fall back to: try again.
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
   * Checks whether there is a template to try: one that has changed since it was read and is the
   * same as at the last check, or one that was refused some checks ago, since the cause may be
   * elsewhere, such as a missing certificate. Call this periodically; it is cheap.
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

  /** HAProxy runs with the text rendered last. */
  public void accept() {
    if (!current.equals(accepted)) {
      refusal = Optional.empty();
      accepted = current;
    }
  }

  /**
   * Refuses the template that was rendered last or could not be rendered.
   *
   * @param lasting whether not to retry it before its files change, because its HAProxy had come up
   *     and what another one would do is uncertain
   * @return whether there is an older template to use instead
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
