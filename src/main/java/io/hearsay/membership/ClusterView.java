package io.hearsay.membership;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything this sidecar knows of the cluster at one instant: immutable, numbered, sorted by name.
 * Consumers always take the newest view and never need the ones they missed.
 *
 * @param version grows by one with each change seen here; unrelated to other members' views
 * @param self the name of the local member, which is always among them
 * @param label the cluster's name, empty if none was given
 * @param members all that are remembered, including failed and left ones, sorted by name
 */
public record ClusterView(long version, String self, String label, List<Member> members) {

  /** Copies and sorts the members. */
  public ClusterView {
    members = members.stream().sorted(Comparator.comparing(Member::name)).toList();
  }

  /** The member of that name, if it is remembered. */
  public Optional<Member> member(String name) {
    return members.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /** The local member. */
  public Member local() {
    return member(self).orElseThrow();
  }

  /** The members that are present, sorted by name. */
  public List<Member> present() {
    return members.stream().filter(m -> m.status().present()).toList();
  }
}
