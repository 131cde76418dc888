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
 * The cluster as the rest of Hearsay sees it: the newest view, what the local member says of
 * itself, and leaving. All methods may be called from any thread; none blocks. Stages complete on
 * the cluster's own context.
 */
public interface Cluster {

  /** Queries whose names begin so are Hearsay's own: users must not ask them. */
  String RESERVED = "_hearsay";

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
  CompletionStage<Void> announce(boolean healthy, TrafficMode mode);

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

  /**
   * Tells all members, this one included; see {@link #onEvent}. Fails if the name is empty or
   * larger than 64 bytes, or the payload than 512.
   *
   * @param coalesce whether the last one of its name will do for scripts that wait for more
   */
  CompletionStage<Void> event(String name, Payload payload, boolean coalesce);

  /**
   * Asks members, this one included if it is meant.
   *
   * @return completes at the limit or when all that were asked have answered; fails as {@link
   *     #event} does
   */
  CompletionStage<Void> query(Query query, Query.Answers answers);

  /**
   * Hears of users' events from now on.
   *
   * @param listener must not block; it runs on the cluster's context
   */
  void onEvent(Consumer<UserEvent> listener);

  /**
   * Who answers queries from now on, from an event to what this member says; until then, and where
   * it answers nothing, the answer is empty and says only that the member is there. An answer of
   * more than {@value Query#MAX_ANSWER_BYTES} bytes is none.
   *
   * @param responder must not block; it runs on the cluster's context, its answer may come from any
   *     thread
   */
  void onQuery(Function<UserEvent, CompletionStage<Payload>> responder);

  /**
   * Asks one member, over a connection to it; nobody else hears of it.
   *
   * @param member its name
   * @param subject which of its answerers is asked: 1 to 32 lower-case letters, digits, dots and
   *     dashes
   * @param limit an answer that comes later is not taken
   * @return completes with the answer, which is another host's word and to be checked; fails if the
   *     member does not take part, does not answer in time, or answers no questions on that subject
   */
  CompletionStage<byte[]> ask(String member, String subject, byte[] question, Duration limit);

  /**
   * Who answers members' questions on a subject from now on; see {@link #ask}. Only members that
   * are known here are answered.
   *
   * @param responder from the name of who asks, and the question; must not block; it runs on the
   *     cluster's context, its answer may come from any thread. A stage that fails tells the asker
   *     that there is no answer.
   */
  void onQuestion(String subject, BiFunction<String, byte[], CompletionStage<byte[]>> responder);

  /**
   * Which keys the members have. Fails with an {@link IllegalStateException} without encryption.
   */
  CompletionStage<KeyReport> keys();

  /**
   * Makes all members open with this key too.
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
   * Completes with a reason for an operator if another process has the local member's name for
   * good: this one takes no part any more, and has to end.
   */
  CompletionStage<String> placeLost();

  /** Figures on the protocol, for the API and for metrics. */
  ClusterStats figures();
}
