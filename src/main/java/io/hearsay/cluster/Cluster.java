package io.hearsay.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The cluster as the rest of Hearsay sees it: the newest view, what the local member says of
 * itself, and leaving. All methods may be called from any thread; none blocks. Stages complete on
 * the cluster's own context.
 */
public interface Cluster {

  /** The newest snapshot; never absent once the cluster was started. */
  ClusterView view();

  /**
   * Calls the listener with the present view and then with each newer one. Views may be skipped,
   * never reordered.
   *
   * @param listener must not block; it runs on the cluster's context
   * @return call it to stop listening
   */
  Runnable watch(Consumer<ClusterView> listener);

  /**
   * Adds seeds and contacts them at once; they are tried again for ever.
   *
   * @param seeds {@code HOST[:PORT]}, names or addresses
   * @return how many members answered at the first try
   */
  CompletionStage<Integer> join(List<String> seeds);

  /**
   * Changes tags of the local member: first deletes, then sets. Fails if the result is larger than
   * {@link Tags#MAX_BYTES}.
   */
  CompletionStage<Void> updateTags(Map<String, String> set, Set<String> delete);

  /** Says whether the local member's application is healthy and whether it wants traffic. */
  CompletionStage<Void> announce(boolean healthy, Mode mode);

  /** Says that the local member is about to leave: balancers stop giving it new work. */
  CompletionStage<Void> announceLeaving();

  /**
   * Declares a failed member left, so that it is forgotten sooner.
   *
   * @param prune forget it at once
   * @return false if there is no such member, or it is present
   */
  CompletionStage<Boolean> forceLeave(String name, boolean prune);

  /**
   * Leaves: says so, waits until some others have acknowledged or a short limit has passed, and
   * stops the protocol.
   */
  CompletionStage<Void> leave();

  /** Figures on the protocol, for the API and for metrics. */
  ClusterFigures figures();
}
