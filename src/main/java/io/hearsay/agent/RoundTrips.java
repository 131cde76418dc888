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
 * Round trips between members: asked with the name of a member, a member answers with its last
 * measured round trip to that member, in milliseconds.
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

  /** The local member's own measurement; also covers the local member itself. */
  private static OptionalDouble own(Cluster cluster, String to) {
    var view = cluster.view();
    if (to.equals(view.self())) {
      return OptionalDouble.of(0);
    }
    return view.member(to).map(member -> member.rttMillis()).orElse(OptionalDouble.empty());
  }

  /**
   * The last round trip between two members in milliseconds, as measured by the local member if it
   * is one of them, otherwise by the first one.
   *
   * @return completes empty if it has not been measured or the member asked does not answer
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

  /** Parses another member's answer. */
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
