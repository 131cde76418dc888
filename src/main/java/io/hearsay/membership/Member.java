package io.hearsay.membership;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One member as this sidecar knows it. A value: it never changes, and two equal members are the
 * same knowledge.
 *
 * @param name unique in the cluster; free text from another host, check it before it goes anywhere
 * @param id of this boot of the member, new at every start: a newer boot of a name supersedes the
 *     older
 * @param address where the member says it is reached; never an unspecified address
 * @param port of its gossip, UDP and TCP alike, 1–65535
 * @param status what the cluster believes
 * @param healthy the member's own word on the health of its application
 * @param mode the member's own word on whether it wants traffic
 * @param incarnation raised by the member itself whenever it has something new to say or to refute
 * @param tags the member's own words about itself
 * @param since when this sidecar first saw the present status
 * @param rttMillis the last measured round trip in milliseconds, if any
 */
public record Member(
    String name,
    String id,
    InetAddress address,
    int port,
    MemberStatus status,
    boolean healthy,
    TrafficMode mode,
    long incarnation,
    Tags tags,
    Instant since,
    OptionalDouble rttMillis) {

  /**
   * Whether both are the same process: one that has found claims of later starts of its name raises
   * the first part of its id, and keeps the second.
   */
  public boolean isSameProcess(Member other) {
    return nonce(id).equals(nonce(other.id));
  }

  private static String nonce(String id) {
    return id.substring(id.indexOf('-') + 1);
  }

  /** Refuses absent parts. */
  public Member {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(rttMillis, "rttMillis");
  }
}
