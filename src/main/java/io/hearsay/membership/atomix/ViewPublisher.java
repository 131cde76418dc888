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
 * Creates views from Atomix' membership service: its events announce changes, its members are the
 * content of the view. Events arrive in one batch per turn of the protocol, and each batch makes
 * one view. Runs on the cluster's context; views may be read from any thread.
 */
final class ViewPublisher implements ClusterMembershipEventListener {
  private final ClusterMembershipService membership;
  private final List<Consumer<ClusterView>> watchers = new CopyOnWriteArrayList<>();
  private volatile ClusterView view;
  private boolean changed;

  /**
   * Publishes the current members of {@code membership}; receives changes once added there as a
   * listener.
   */
  ViewPublisher(ClusterMembershipService membership, String self, String label) {
    this.membership = membership;
    this.view = new ClusterView(1, self, label, members());
  }

  @Override
  public void event(ClusterMembershipEvent event) {
    changed = true;
  }

  /** Ends a batch: publishes a new view if there was a change. */
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

  /** Calls the listener with the current view and with each newer one. */
  void watch(Consumer<ClusterView> listener) {
    watchers.add(listener);
    listener.accept(view);
  }

  /** Stops calling the listener. May be called from any thread. */
  void unwatch(Consumer<ClusterView> listener) {
    watchers.remove(listener);
  }
}
