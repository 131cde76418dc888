package io.hearsay.agent;

import io.hearsay.membership.Cluster;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * What members have measured: a member tells another one, which asks with a name, the milliseconds
 * of its last round trip there.
 */
public final class RoundTrips implements BiFunction<String, byte[], CompletionStage<byte[]>> {
  static final String SUBJECT = "round-trip";

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MAX_NAME_BYTES = 128;

  private final Cluster cluster;

  RoundTrips(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public CompletionStage<byte[]> apply(String asker, byte[] question) {
    if (question.length > MAX_NAME_BYTES) {
      return CompletableFuture.failedStage(new IllegalArgumentException("no name"));
    }
    var millis = own(cluster, new String(question, StandardCharsets.UTF_8));
    var answer = ByteBuffer.allocate(Double.BYTES).putDouble(millis.orElse(-1));
    return CompletableFuture.completedStage(answer.array());
  }

  /** The local member's, to itself as well. */
  private static OptionalDouble own(Cluster cluster, String to) {
    var view = cluster.view();
    if (to.equals(view.self())) {
      return OptionalDouble.of(0);
    }
    return view.member(to).map(member -> member.rttMillis()).orElse(OptionalDouble.empty());
  }

  /**
   * The last round trip between two members, in milliseconds: as the local one has measured it if
   * it is one of them, else as the first one has.
   *
   * @return completes with nothing if nobody has measured it, or who is asked does not answer
   */
  public static CompletionStage<OptionalDouble> between(Cluster cluster, String from, String to) {
    var self = cluster.view().self();
    if (from.equals(self) || to.equals(self)) {
      return CompletableFuture.completedStage(own(cluster, from.equals(self) ? to : from));
    }
    return cluster
        .ask(from, SUBJECT, to.getBytes(StandardCharsets.UTF_8), LIMIT)
        .handle((answer, failure) -> failure == null ? read(answer) : OptionalDouble.empty());
  }

  /** Another member's word. */
  private static OptionalDouble read(byte[] answer) {
    if (answer.length != Double.BYTES) {
      return OptionalDouble.empty();
    }
    double millis = ByteBuffer.wrap(answer).getDouble();
    return Double.isFinite(millis) && millis >= 0
        ? OptionalDouble.of(millis)
        : OptionalDouble.empty();
  }
}
