package io.hearsay.membership.atomix;

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.wire.MemberRecord;
import io.vertx.core.Context;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Questions between named members, through Atomix' communication service. A question names the
 * member that asks; it is answered only if that boot of that member is known here, even if it is
 * mistakenly considered failed.
 */
final class MemberMessenger {
  private final Context context;
  private final ClusterMembershipService membership;
  private final ClusterCommunicationService communication;
  private final Counters counters;
  private final MemberRecord self;

  MemberMessenger(
      Context context,
      ClusterMembershipService membership,
      ClusterCommunicationService communication,
      Counters counters,
      MemberRecord self) {
    this.context = context;
    this.membership = membership;
    this.communication = communication;
    this.counters = counters;
    this.self = self;
  }

  /**
   * Asks a member. May be called from any thread.
   *
   * @return completes on the context; fails if the member is not present or does not answer
   */
  CompletableFuture<byte[]> ask(String member, String subject, byte[] question, Duration limit) {
    var result = new CompletableFuture<byte[]>();
    context.runOnContext(
        v ->
            send(MemberId.from(member), subject, question, limit)
                .whenComplete(
                    (answer, failure) -> {
                      if (failure == null) {
                        result.complete(answer);
                      } else {
                        result.completeExceptionally(failure);
                      }
                    }));
    return result;
  }

  private CompletableFuture<byte[]> send(
      MemberId to, String subject, byte[] question, Duration limit) {
    var member = membership.getMember(to);
    if (member == null || !member.isActive()) {
      return CompletableFuture.failedFuture(new ConnectException(to.id() + " does not take part"));
    }
    counters.count(Counter.QUESTIONS_SENT);
    return communication.send(
        subject,
        new MemberMessage(self.name(), self.boot().nonce(), question),
        MemberMessage::encoded,
        Function.identity(),
        to,
        limit);
  }

  /**
   * Sets what answers questions on a subject.
   *
   * @param responder from the asking member's name and the question; runs on the context, must not
   *     block
   */
  void answer(String subject, BiFunction<String, byte[], CompletionStage<byte[]>> responder) {
    Function<MemberMessage, CompletableFuture<byte[]>> handler =
        message -> {
          if (!isFromAMember(message)) {
            throw new IllegalArgumentException("it is from nobody that is known");
          }
          counters.count(Counter.QUESTIONS_RECEIVED);
          return responder.apply(message.from(), message.body()).toCompletableFuture();
        };
    communication.subscribe(subject, MemberMessage::decode, handler, Function.<byte[]>identity());
  }

  private boolean isFromAMember(MemberMessage message) {
    return membership.getMember(MemberId.from(message.from())) instanceof HearsayMember member
        && member.isBoot(message.nonce());
  }
}
