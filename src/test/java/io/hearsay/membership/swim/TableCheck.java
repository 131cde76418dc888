package io.hearsay.membership.swim;

import io.hearsay.membership.wire.State;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Whether the indexes of a {@link MemberTable} agree with each other. */
final class TableCheck {
  private TableCheck() {}

  static void check(SimHost host) {
    var table = host.swim.table();
    long digest = 0;
    int suspects = 0;
    var present = new HashSet<MemberEntry>();
    var gone = new HashSet<MemberEntry>();
    for (var peer : table.all()) {
      must(table.named(peer.name()).orElse(null) == peer, host, "names", peer);
      must(table.boot(peer.nonce()).orElse(null) == peer, host, "nonces", peer);
      boolean suspected = peer.state() == State.SUSPECT;
      must(suspected == (peer.suspicion() != null), host, "suspicion", peer);
      suspects += suspected ? 1 : 0;
      if (peer.present()) {
        present.add(peer);
        digest ^= peer.record().fingerprint();
        must(table.isHost(peer.record().address().getAddress()), host, "addresses", peer);
      } else {
        gone.add(peer);
      }
    }
    must(table.digest() == digest, host, "digest", digest);
    must(table.suspects() == suspects, host, "count of suspects", suspects);
    must(table.present() == present.size(), host, "count of the present", present.size());
    must(table.oldestGone().map(gone::contains).orElse(gone.isEmpty()), host, "gone", gone.size());
    present.remove(table.self());
    ring(host, table, present);
    var drawn = table.sample(table.size() + 1, new Random(0), p -> true);
    must(sameOnce(drawn, present), host, "those to draw from", drawn.size());
  }

  private static void ring(SimHost host, MemberTable table, Set<MemberEntry> others) {
    var ring = table.successors(table.size() + 1);
    must(sameOnce(ring, others), host, "ring", ring.size());
    var last = ring.isEmpty() ? null : ring.getLast();
    must(table.predecessor().orElse(null) == last, host, "predecessor", last);
  }

  private static boolean sameOnce(List<MemberEntry> list, Set<MemberEntry> set) {
    return list.size() == set.size() && set.containsAll(list);
  }

  private static void must(boolean holds, SimHost host, String what, Object detail) {
    if (!holds) {
      throw new Violation(
          "the table of %s disagrees with itself: %s, %s", host.name(), what, detail);
    }
  }
}
