package io.hearsay.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The cluster as the rest of Hearsay sees it. All methods may be called from any thread; none
 * blocks. Stages complete on the cluster's own context.
 */
public interface Cluster {

  /** Queries whose names begin with this are reserved for Hearsay: users must not ask them. */
  String RESERVED = "_hearsay";

  /** The newest view; never absent once the cluster has been started. */
  ClusterView view();

  /**
   * Calls the listener with the current view and then with newer ones. Views may be skipped but are
   * never reordered.
   *
   * @param listener must not block; it runs on the cluster's context
   * @return stops the notifications when run
   */
  Runnable watch(Consumer<ClusterView> listener);

  /**
   * Adds seeds and contacts them immediately; those that do not answer are retried without end.
   *
   * @param seeds {@code HOST[:PORT]}, names or addresses
   * @return how many members answered the first attempt
   */
  CompletionStage<Integer> join(List<String> seeds);

  /**
   * Changes tags of the local member: first deletes, then sets. Fails if the result exceeds {@link
   * Tags#MAX_BYTES}.
   */
  CompletionStage<Void> updateTags(Map<String, String> set, Set<String> delete);

  /** Announces whether the local member's application is healthy and whether it wants traffic. */
  CompletionStage<Void> announce(boolean healthy, TrafficMode mode);

  /** Announces that the local member is about to leave: balancers stop sending it new requests. */
  CompletionStage<Void> announceLeaving();

  /**
   * Marks a failed member as left, so that it is forgotten sooner.
   *
   * @param prune whether to forget it immediately
   * @return false if there is no such member, or if it is present
   */
  CompletionStage<Boolean> forceLeave(String name, boolean prune);

  /**
   * Leaves the cluster: announces it, waits until some members have acknowledged that or a short
   * limit has passed, and stops the protocol.
   */
  CompletionStage<Void> leave();

  /**
   * Sends an event to all members, this one included; see {@link #onEvent}. Fails if the name is
   * empty or longer than 64 bytes, or the payload is longer than 512 bytes.
   *
   * @param coalesce whether handlers that gather events need only the last one of this name
   */
  CompletionStage<Void> event(String name, Payload payload, boolean coalesce);

  /**
   * Sends a query to members, possibly including this one.
   *
   * @return completes when all members asked have answered, or at the limit; fails as {@link
   *     #event} does
   */
  CompletionStage<Void> query(Query query, Query.Answers answers);

  /**
   * Adds a listener for user events.
   *
   * @param listener must not block; it runs on the cluster's context
   */
  void onEvent(Consumer<UserEvent> listener);

  /**
   * Sets what answers queries to this member. Until it is set, and where it has no answer, the
   * answer is empty and says only that the member is there. An answer longer than {@value
   * Query#MAX_ANSWER_BYTES} bytes counts as none.
   *
   * @param responder from the query to the answer; must not block; it runs on the cluster's
   *     context, but its answer may come from any thread
   */
  void onQuery(Function<UserEvent, CompletionStage<Payload>> responder);

  /**
   * Asks one member, over a connection to it; no other member is involved.
   *
   * @param member its name
   * @param subject which of its responders is asked: 1 to 32 lower-case letters, digits, dots and
   *     dashes
   * @param limit how long to wait for the answer
   * @return completes with the answer, which comes from another host and must be checked; fails if
   *     the member is not present, does not answer in time, or has no responder for the subject
   */
  CompletionStage<byte[]> ask(String member, String subject, byte[] question, Duration limit);

  /**
   * Sets what answers members' questions on a subject; see {@link #ask}. Only members that are
   * known here are answered.
   *
   * @param responder from the asking member's name and the question to the answer; must not block;
   *     it runs on the cluster's context, but its answer may come from any thread. If the stage
   *     fails, the asker learns that there is no answer.
   */
  void onQuestion(String subject, BiFunction<String, byte[], CompletionStage<byte[]>> responder);

  /**
   * Lists the keys that the members have. Fails with an {@link IllegalStateException} without
   * encryption.
   */
  CompletionStage<KeyReport> keys();

  /**
   * Makes all members accept this key as well.
   *
   * @param key 32 bytes in base64
   */
  CompletionStage<KeyReport> installKey(String key);

  /**
   * Makes all members seal with this key. Fails with an {@link IllegalStateException} if some lack
   * it.
   *
   * @param key the key or its fingerprint
   */
  CompletionStage<KeyReport> useKey(String key);

  /**
   * Makes all members forget this key. Fails with an {@link IllegalStateException} if some seal
   * with it.
   *
   * @param key the key or its fingerprint
   */
  CompletionStage<KeyReport> removeKey(String key);

  /**
   * Completes, with a reason for an operator, if another process has taken the local member's name
   * permanently: this process is no longer a member and has to end.
   */
  CompletionStage<String> placeLost();

  /** Statistics of the protocol, for the API and for metrics. */
  ClusterStats figures();
}
