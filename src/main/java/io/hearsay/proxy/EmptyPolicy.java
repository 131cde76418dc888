package io.hearsay.proxy;

import io.hearsay.cluster.ClusterView;
import io.hearsay.cluster.Member;
import io.hearsay.cluster.MemberStatus;
import java.util.function.Predicate;

/**
 * What to serve when no server is left. Servers that left in good order, or that say themselves
 * that they are not well, are let go; when the last ones vanished, it is likelier that the view is
 * wrong, or that they come back, than that HAProxy would find them dead and we knew better: then
 * the last list stays, and HAProxy's own checks decide.
 */
final class EmptyPolicy {
  private final BalancerSettings.Empty empty;
  private Catalog last = Catalog.EMPTY;

  EmptyPolicy(BalancerSettings.Empty empty) {
    this.empty = empty;
  }

  /** The catalog to use for this view. */
  Catalog choose(ClusterView view, Catalog now) {
    boolean keep =
        now.isEmpty()
            && empty == BalancerSettings.Empty.KEEP_LAST
            && last.services().stream()
                .flatMap(s -> s.servers().stream())
                .anyMatch(s -> view.member(s.name()).filter(said()).isEmpty());
    if (!keep) {
      last = now;
    }
    return last;
  }

  /** Whether a member's absence from the list is its own word. */
  private static Predicate<Member> said() {
    return m -> m.status() == MemberStatus.LEFT || m.status().present();
  }

  /** Whether there was ever a server. */
  boolean sawServers() {
    return !last.isEmpty();
  }
}
