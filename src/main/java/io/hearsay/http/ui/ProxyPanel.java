package io.hearsay.http.ui;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * HAProxy as the page shows it; see {@link ProxyStatus} for the figures.
 *
 * @param now when the page was made
 */
public record ProxyPanel(ProxyStatus status, List<ServerRow> servers, Instant now)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "state" -> state();
          case "revision" -> revision();
          case "appliedRevision" -> appliedRevision();
          case "method" -> status.method().name().toLowerCase(Locale.ROOT);
          case "reason" -> VisibleText.text(status.reason());
          case "applied" -> status.lastApplied().isPresent();
          case "lastApplied" -> DisplayTime.of(status.lastApplied().orElse(now), now);
          case "reloads" -> status.reloads();
          case "runtimeChanges" -> status.runtimeChanges();
          case "failures" -> status.failures();
          case "rejected" -> status.rejected();
          case "oldProcesses" -> status.oldProcesses();
          case "pid" -> status.pid();
          case "answering" -> status.answering();
          case "error" -> error();
          case "servers" -> servers;
          default -> null;
        });
  }

  /** A server line of the configuration. */
  public record ServerRow(
      String key, String backend, String name, String address, int weight, String state, Live live)
      implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "key" -> key;
            case "backend" -> backend;
            case "name" -> name();
            case "address" -> address;
            case "weight" -> weight;
            case "state" -> state;
            case "live" -> live;
            default -> null;
          });
    }
  }

  static ProxyPanel of(ProxyStatus status, Observation seen, Instant now) {
    return new ProxyPanel(
        status, status.servers().stream().map(s -> server(s, seen)).toList(), now);
  }

  /**
   * The state of it all in one word, also a class of the style sheet: {@code current}, {@code
   * behind}, {@code broken}.
   */
  String state() {
    boolean silent = status.driven() && !status.answering();
    boolean broken = status.lastError().isPresent() || silent;
    return broken ? "broken" : status.current() ? "current" : "behind";
  }

  /** The newest one. */
  long revision() {
    return status.revision();
  }

  /** The one that HAProxy runs with. */
  long appliedRevision() {
    return status.appliedRevision();
  }

  /** Empty if there is none. */
  String error() {
    return VisibleText.text(status.lastError().orElse(""));
  }

  private static ServerRow server(ProxyStatus.Server s, Observation seen) {
    var name = VisibleText.text(s.name());
    var backend = VisibleText.text(s.backend());
    return new ServerRow(
        backend + "/" + name,
        backend,
        name,
        VisibleText.text(s.address() + ":" + s.port()),
        s.weight(),
        VisibleText.text(s.state()),
        seen.server(s.backend(), s.name()).map(Live::of).orElse(Live.UNKNOWN));
  }
}
