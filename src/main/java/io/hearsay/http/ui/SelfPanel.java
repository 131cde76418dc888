package io.hearsay.http.ui;

import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.time.Duration;
import java.util.Optional;

/**
 * The member that is asked.
 *
 * @param label the cluster's name, empty if it has none
 * @param localHealth Lifeguard's score, 0 (well) to 8: how slow this member thinks itself
 * @param refusal why the others do not let it in, or empty
 */
public record SelfPanel(
    String name,
    String role,
    String label,
    String address,
    String health,
    String mode,
    String version,
    String uptime,
    boolean joined,
    boolean encrypted,
    int localHealth,
    String refusal)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> name();
          case "role" -> role;
          case "label" -> label;
          case "address" -> address;
          case "health" -> health;
          case "mode" -> mode;
          case "version" -> version;
          case "uptime" -> uptime;
          case "joined" -> joined;
          case "encrypted" -> encrypted;
          case "localHealth" -> localHealth;
          case "refusal" -> refusal;
          default -> null;
        });
  }

  static SelfPanel of(
      Member local, String label, ClusterStats figures, String version, Duration uptime) {
    return new SelfPanel(
        VisibleText.text(local.name()),
        VisibleText.text(local.tags().role()),
        VisibleText.text(label),
        MemberRow.address(local),
        local.healthy() ? "passing" : "failing",
        local.mode().text(),
        version,
        DisplayTime.words(uptime),
        figures.joined(),
        figures.encrypted(),
        figures.localHealth(),
        VisibleText.text(figures.refusal()));
  }
}
