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
 * @param state the state of it all in two words, also a class of the style sheet: {@code current},
 *     {@code behind}, {@code broken}
 * @param applied whether anything was applied yet
 * @param error empty if there is none
 */
public record ProxyPanel(
    String state,
    long revision,
    long appliedRevision,
    String method,
    String reason,
    boolean applied,
    DisplayTime lastApplied,
    long reloads,
    long runtimeChanges,
    long failures,
    long rejected,
    int oldProcesses,
    long pid,
    boolean answering,
    String error,
    List<ServerRow> servers)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "state" -> state;
          case "revision" -> revision;
          case "appliedRevision" -> appliedRevision;
          case "method" -> method;
          case "reason" -> reason;
          case "applied" -> applied;
          case "lastApplied" -> lastApplied;
          case "reloads" -> reloads;
          case "runtimeChanges" -> runtimeChanges;
          case "failures" -> failures;
          case "rejected" -> rejected;
          case "oldProcesses" -> oldProcesses;
          case "pid" -> pid;
          case "answering" -> answering;
          case "error" -> error;
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
    boolean broken = status.lastError().isPresent() || !status.answering();
    return new ProxyPanel(
        broken ? "broken" : status.current() ? "current" : "behind",
        status.revision(),
        status.appliedRevision(),
        status.method().name().toLowerCase(Locale.ROOT),
        VisibleText.text(status.reason()),
        status.lastApplied().isPresent(),
        DisplayTime.of(status.lastApplied().orElse(now), now),
        status.reloads(),
        status.runtimeChanges(),
        status.failures(),
        status.rejected(),
        status.oldProcesses(),
        status.pid(),
        status.answering(),
        VisibleText.text(status.lastError().orElse("")),
        status.servers().stream().map(s -> server(s, seen)).toList());
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
