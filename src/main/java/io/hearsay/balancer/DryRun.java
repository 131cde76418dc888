package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigFile;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.Hints;
import io.hearsay.balancer.diagnostics.Reasons;
import io.hearsay.balancer.haproxy.ConfigCheck;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.render.ConfigRenderer;
import io.hearsay.membership.ClusterView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Shows what a balancer would make of a view of the cluster, without running one: rendered by the
 * same code and checked by the same HAProxy. Affects no running HAProxy and writes no files other
 * than those asked for. Blocks.
 */
public final class DryRun {
  private final BalancerSettings settings;

  /** Creates a dry run with a balancer's settings. */
  public DryRun(BalancerSettings settings) {
    this.settings = settings;
  }

  /** Names of the templates that come with Hearsay, the default one first. */
  public static List<String> templates() {
    return ConfigRenderer.SHIPPED;
  }

  /** The text of a template that comes with Hearsay; empty if there is none of that name. */
  public static Optional<String> source(String name) {
    return ConfigRenderer.shipped(name);
  }

  /**
   * Renders HAProxy's configuration for a view.
   *
   * @param shipped the name of a template that comes with Hearsay, to use instead of the one in the
   *     settings
   * @throws ApplyException if the template is invalid, with file and line, or if a HAProxy that ran
   *     with the result could not be controlled
   */
  public String render(ClusterView view, Optional<String> shipped) throws ApplyException {
    var catalog = new CatalogBuilder(settings.services()).build(view);
    if (shipped.isPresent()) {
      return ConfigRenderer.renderShipped(shipped.get(), settings, catalog);
    }
    var renderer = new ConfigRenderer(settings, Clock.systemUTC());
    var text = renderer.render(catalog);
    renderer.inspect(text);
    return text;
  }

  /**
   * Has HAProxy check a text.
   *
   * @return what is wrong with it; empty if it is valid
   * @throws ApplyException if HAProxy cannot be run
   */
  public Optional<String> check(String text) throws ApplyException {
    try {
      var file = Files.createTempFile("hearsay-", ".cfg");
      try {
        Files.writeString(file, text);
        return new ConfigCheck(settings.haproxy())
            .check(file)
            .map(said -> said.replace(file.toString(), "the rendered text"));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw Hints.cannotRun(settings, e);
    }
  }

  /**
   * Writes a file atomically.
   *
   * @throws ApplyException if it cannot be written
   */
  public static void write(Path file, String text) throws ApplyException {
    try {
      var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw new ApplyException("cannot write " + file + " (--out): it is not a file");
      }
      var out = new ConfigFile(target, "--out");
      out.writeCandidate(text);
      out.replace();
    } catch (IOException e) {
      throw new ApplyException("cannot write " + file + " (--out): " + Reasons.of(e), e);
    }
  }
}
