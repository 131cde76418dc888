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
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.State;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The protocol behind Atomix' SPI: starts it when Atomix' membership service starts, and turns
 * changes of its table into Atomix' events. A member that is present is a member of Atomix; which
 * of those is suspect is its reachability.
 */
public final class SwimMembershipProtocol
    extends AbstractListenerManager<GroupMembershipEvent, GroupMembershipEventListener>
    implements GroupMembershipProtocol {
  private final Context context;
  private final Swim swim;
  private final Map<MemberId, Member> members = new ConcurrentHashMap<>();

  /** {@code swim} behind Atomix' SPI; {@code context} is the one that it runs on. */
  public SwimMembershipProtocol(Context context, Swim swim) {
    this.context = context;
    this.swim = swim;
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
    context.runOnContext(v -> swim.leave(() -> left.complete(null)));
    return left;
  }

  /** The table changed: tells Atomix' listeners what is different. On the context. */
  public void changed(Changes changes) {
    changes.forgotten().forEach(this::gone);
    for (var snapshot : changes.now()) {
      var record = snapshot.member();
      if (record.state().present()) {
        there(AtomixMember.of(record));
      } else {
        gone(record.name());
      }
    }
  }

  private void gone(String name) {
    var before = members.remove(MemberId.from(name));
    if (before != null) {
      tell(GroupMembershipEvent.Type.MEMBER_REMOVED, before);
    }
  }

  private void there(AtomixMember member) {
    var before = (AtomixMember) members.put(member.id(), member);
    if (before == null) {
      tell(GroupMembershipEvent.Type.MEMBER_ADDED, member);
    } else if (!before.record().boot().isSameProcess(member.record().boot())) {
      tell(GroupMembershipEvent.Type.MEMBER_REMOVED, before);
      tell(GroupMembershipEvent.Type.MEMBER_ADDED, member);
    } else if (before.isReachable() != member.isReachable()) {
      tell(GroupMembershipEvent.Type.REACHABILITY_CHANGED, member);
    } else if (!before.record().equals(member.record())) {
      tell(GroupMembershipEvent.Type.METADATA_CHANGED, member);
    }
  }

  private void tell(GroupMembershipEvent.Type type, Member member) {
    post(new GroupMembershipEvent(type, member));
  }

  @Override
  public Set<Member> getMembers() {
    return Set.copyOf(members.values());
  }

  @Override
  public Member getMember(MemberId memberId) {
    return members.get(memberId);
  }

  @Override
  public GroupMembershipProtocolConfig config() {
    throw new UnsupportedOperationException("the protocol is not configured through Atomix");
  }

  /** A member in Atomix' model. */
  public static final class AtomixMember extends Member {
    private final MemberRecord record;

    private AtomixMember(MemberRecord record, io.atomix.utils.net.Address address) {
      super(MemberId.from(record.name()), address, null, null, null, new java.util.Properties());
      this.record = record;
    }

    /** The member of Atomix that stands for {@code record}, with its tags as properties. */
    public static AtomixMember of(MemberRecord record) {
      var ip = record.address().getAddress();
      var address =
          new io.atomix.utils.net.Address(ip.getHostAddress(), record.address().getPort(), ip);
      var member = new AtomixMember(record, address);
      member.properties().putAll(record.tags());
      return member;
    }

    MemberRecord record() {
      return record;
    }

    BootId boot() {
      return record.boot();
    }

    @Override
    public boolean isActive() {
      return record.state().present();
    }

    @Override
    public boolean isReachable() {
      return record.state() == State.ALIVE;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof AtomixMember member && record.equals(member.record);
    }

    @Override
    public int hashCode() {
      return record.hashCode();
    }
  }
}
