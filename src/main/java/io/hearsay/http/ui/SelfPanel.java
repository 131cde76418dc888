package io.hearsay.http.ui;

import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The local member.
 *
 * @param cluster the cluster's name, empty if it has none
 * @param started when the program was started
 */
public record SelfPanel(Member member, String cluster, ClusterStats figures, DisplayTime started)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> VisibleText.text(member.name());
          case "role" -> VisibleText.text(member.tags().role());
          case "label" -> VisibleText.text(cluster);
          case "address" -> MemberRow.address(member);
          case "health" -> member.healthy() ? "passing" : "failing";
          case "mode" -> member.mode().text();
          case "started" -> started;
          case "joined" -> joined();
          case "encrypted" -> figures.encrypted();
          case "localHealth" -> localHealth();
          case "refusal" -> refusal();
          default -> null;
        });
  }

  static SelfPanel of(PageSource source) {
    return new SelfPanel(
        source.view().local(),
        source.view().label(),
        source.figures(),
        DisplayTime.of(source.build().started(), source.now()));
  }

  /** Whether another member was ever reached, or no seed was given. */
  boolean joined() {
    return figures.joined();
  }

  /** Why seeds are unusable, by the seed as the operator gave it. */
  SortedMap<String, String> seeds() {
    return figures.seeds();
  }

  /** Lifeguard's score, 0 (well) to 8: how slow this member believes itself to be. */
  int localHealth() {
    return figures.localHealth();
  }

  /** Why the others do not let it join; empty if they do. */
  String refusal() {
    return VisibleText.text(figures.refusal());
  }
}
