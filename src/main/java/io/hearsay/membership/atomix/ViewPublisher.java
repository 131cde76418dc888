package io.hearsay.membership.atomix;

import io.atomix.cluster.ClusterMembershipEvent;
import io.atomix.cluster.ClusterMembershipEventListener;
import io.atomix.cluster.ClusterMembershipService;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Makes the views of what Atomix' membership service knows: its events say that there is something
 * new, its members are what the view holds. Events come in batches, one a turn of the protocol, and
 * a batch makes one view. On the cluster's context, but for reading.
 */
final class ViewPublisher implements ClusterMembershipEventListener {
  private final ClusterMembershipService membership;
  private final List<Consumer<ClusterView>> watchers = new CopyOnWriteArrayList<>();
  private volatile ClusterView view;
  private boolean changed;

  /** Publishes what {@code membership} knows now; listens to it from when it is added there. */
  ViewPublisher(ClusterMembershipService membership, String self, String label) {
    this.membership = membership;
    this.view = new ClusterView(1, self, label, members());
  }

  @Override
  public void event(ClusterMembershipEvent event) {
    changed = true;
  }

  /** The batch is over. */
  void publish() {
    if (changed) {
      changed = false;
      view = new ClusterView(view.version() + 1, view.self(), view.label(), members());
      watchers.forEach(w -> w.accept(view));
    }
  }

  private List<Member> members() {
    var members = new ArrayList<Member>();
    for (var member : membership.getMembers()) {
      members.add(((HearsayMember) member).shown());
    }
    return members;
  }

  /** The newest view. May be called from any thread. */
  ClusterView view() {
    return view;
  }

  /** Calls the listener with the present view, and with each newer one. */
  void watch(Consumer<ClusterView> listener) {
    watchers.add(listener);
    listener.accept(view);
  }

  /** Calls it no more. From any thread. */
  void unwatch(Consumer<ClusterView> listener) {
    watchers.remove(listener);
  }
}
