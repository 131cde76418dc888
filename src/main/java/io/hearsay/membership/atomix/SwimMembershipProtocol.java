package io.hearsay.membership.atomix;

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.discovery.NodeDiscoveryService;
import io.atomix.cluster.protocol.GroupMembershipEvent;
import io.atomix.cluster.protocol.GroupMembershipEventListener;
import io.atomix.cluster.protocol.GroupMembershipProtocol;
import io.atomix.cluster.protocol.GroupMembershipProtocolConfig;
import io.atomix.utils.event.AbstractListenerManager;
import io.hearsay.membership.swim.Changes;
import io.hearsay.membership.swim.Swim;
import io.vertx.core.Context;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The protocol behind Atomix' SPI: starts with Atomix' membership service, and turns changes of its
 * table into Atomix' members and events. All known members are included: those that failed or left
 * are inactive, and removed when they are forgotten. Only changed members are created anew, however
 * many there are.
 */
final class SwimMembershipProtocol
    extends AbstractListenerManager<GroupMembershipEvent, GroupMembershipEventListener>
    implements GroupMembershipProtocol {
  private final Context context;
  private final Swim swim;
  private final ConcurrentSkipListMap<String, HearsayMember> members =
      new ConcurrentSkipListMap<>();
  private final Set<Member> all = new MembersByName(members);

  /** Puts {@code swim}, which runs on {@code context}, behind Atomix' SPI. */
  SwimMembershipProtocol(Context context, Swim swim) {
    this.context = context;
    this.swim = swim;
    swim.members().forEach(m -> members.put(m.member().name(), HearsayMember.of(m)));
  }

  @Override
  public CompletableFuture<Void> join(
      BootstrapService bootstrap, NodeDiscoveryService discovery, Member localMember) {
    var started = new CompletableFuture<Void>();
    context.runOnContext(
        v -> {
          swim.start();
          started.complete(null);
        });
    return started;
  }

  @Override
  public CompletableFuture<Void> leave(Member localMember) {
    var left = new CompletableFuture<Void>();
    // Atomix stops listening once this completes, so the last turn must have reported its changes
    // first.
    context.runOnContext(v -> swim.leave(() -> context.runOnContext(w -> left.complete(null))));
    return left;
  }

  /** The table has changed: posts one event for each changed member. On the context. */
  void changed(Changes changes) {
    changes.forgotten().forEach(this::forgotten);
    changes.now().forEach(snapshot -> known(HearsayMember.of(snapshot)));
  }

  private void forgotten(String name) {
    var before = members.remove(name);
    if (before != null) {
      tell(GroupMembershipEvent.Type.MEMBER_REMOVED, before);
    }
  }

  private void known(HearsayMember member) {
    var before = members.put(member.id().id(), member);
    if (before == null) {
      tell(GroupMembershipEvent.Type.MEMBER_ADDED, member);
    } else if (!before.isSameProcess(member)) {
      tell(GroupMembershipEvent.Type.MEMBER_REMOVED, before);
      tell(GroupMembershipEvent.Type.MEMBER_ADDED, member);
    } else if (before.isReachable() != member.isReachable()
        || before.isActive() != member.isActive()) {
      tell(GroupMembershipEvent.Type.REACHABILITY_CHANGED, member);
    } else if (!before.saysTheSame(member)) {
      tell(GroupMembershipEvent.Type.METADATA_CHANGED, member);
    }
  }

  private void tell(GroupMembershipEvent.Type type, Member member) {
    post(new GroupMembershipEvent(type, member));
  }

  @Override
  public Set<Member> getMembers() {
    return all;
  }

  @Override
  public Member getMember(MemberId memberId) {
    return members.get(memberId.id());
  }

  @Override
  public GroupMembershipProtocolConfig config() {
    throw new UnsupportedOperationException("the protocol is not configured through Atomix");
  }
}
