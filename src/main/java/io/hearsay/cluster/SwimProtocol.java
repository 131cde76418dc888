package io.hearsay.cluster;

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.discovery.NodeDiscoveryService;
import io.atomix.cluster.protocol.GroupMembershipEvent;
import io.atomix.cluster.protocol.GroupMembershipEventListener;
import io.atomix.cluster.protocol.GroupMembershipProtocol;
import io.atomix.cluster.protocol.GroupMembershipProtocolConfig;
import io.atomix.utils.event.AbstractListenerManager;
import io.hearsay.cluster.swim.MemberSnapshot;
import io.hearsay.cluster.swim.Swim;
import io.hearsay.cluster.wire.BootId;
import io.hearsay.cluster.wire.MemberRecord;
import io.hearsay.cluster.wire.State;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The protocol behind Atomix' SPI: starts it when Atomix' membership service starts, and turns
 * changes of its table into Atomix' events. A member that is present is a member of Atomix; which
 * of those is suspect is its reachability.
 */
final class SwimProtocol
    extends AbstractListenerManager<GroupMembershipEvent, GroupMembershipEventListener>
    implements GroupMembershipProtocol {
  private final Context context;
  private final Swim swim;
  private final Map<String, AtomixMember> told = new HashMap<>();
  private volatile Map<MemberId, Member> members = Map.of();

  SwimProtocol(Context context, Swim swim) {
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
  void changed(List<MemberSnapshot> now) {
    var present = new HashSet<String>();
    var all = new HashMap<MemberId, Member>();
    for (var snapshot : now) {
      var record = snapshot.member();
      if (record.state().present()) {
        present.add(record.name());
        var before = told.get(record.name());
        var member = before != null && before.record() == record ? before : AtomixMember.of(record);
        all.put(member.id(), member);
      }
    }
    members = Map.copyOf(all);
    told.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !present.contains(entry.getKey());
              if (gone) {
                tell(GroupMembershipEvent.Type.MEMBER_REMOVED, entry.getValue());
              }
              return gone;
            });
    all.values().forEach(member -> compare((AtomixMember) member));
  }

  private void compare(AtomixMember member) {
    var before = told.put(member.record().name(), member);
    if (before == member) {
      return;
    }
    if (before == null) {
      tell(GroupMembershipEvent.Type.MEMBER_ADDED, member);
    } else if (!before.record().boot().equals(member.record().boot())) {
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
  static final class AtomixMember extends Member {
    private final MemberRecord record;

    private AtomixMember(MemberRecord record, io.atomix.utils.net.Address address) {
      super(MemberId.from(record.name()), address, null, null, null, new java.util.Properties());
      this.record = record;
    }

    static AtomixMember of(MemberRecord record) {
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
