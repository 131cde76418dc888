package io.hearsay.http.ui;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A server line of the configuration, and HAProxy's state of it.
 *
 * @param wanted as configured
 * @param zone empty if it has none
 * @param live as HAProxy reports it
 */
public record ServerRow(ProxyStatus.Server wanted, String zone, Live live)
    implements TemplateFields {
  /** Servers with something wrong first, then those without requests, then the rest by name. */
  static final Comparator<ServerRow> WORST_FIRST =
      Comparator.comparing((ServerRow row) -> !row.isWrong())
          .thenComparing(row -> row.wanted().state().equals("ready"))
          .thenComparing(row -> row.wanted().name());

  static ServerRow of(ProxyStatus.Server wanted, Optional<Catalog.Server> known, Observation seen) {
    return new ServerRow(
        wanted,
        known.map(Catalog.Server::zone).orElse(""),
        seen.server(wanted.backend(), wanted.name()).map(Live::of).orElse(Live.UNKNOWN));
  }

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "key" -> VisibleText.text(wanted.backend() + "/" + wanted.name());
          case "name" -> VisibleText.text(wanted.name());
          case "link" -> MemberRow.link(wanted.name());
          case "address" -> VisibleText.text(wanted.address() + ":" + wanted.port());
          case "weight" -> wanted.weight();
          case "state" -> wanted.state();
          case "zone" -> VisibleText.text(zone);
          case "live" -> live;
          case "differs" -> differs();
          case "wrong" -> isWrong();
          default -> null;
        });
  }

  /** Whether HAProxy's state differs from the configured one. */
  boolean differs() {
    if (!live.isKnown()) {
      return false;
    }
    return switch (wanted.state()) {
      case "ready" -> !live.level().equals("passing");
      case "maint" -> !live.status().startsWith("MAINT");
      default -> live.level().equals("failing") || live.status().startsWith("MAINT");
    };
  }

  /** Whether it gets no requests although it should. */
  boolean isWrong() {
    return live.level().equals("failing") || differs();
  }

  /** The text that filters are applied to. */
  String searched() {
    return Filter.searched(
        List.of(
            wanted.name(),
            wanted.address() + ":" + wanted.port(),
            "service:" + wanted.backend(),
            "state:" + wanted.state(),
            "state:" + live.status(),
            "zone:" + zone,
            live.why(),
            live.backup() ? "backup" : ""));
  }
}
