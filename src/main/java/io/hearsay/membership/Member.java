package io.hearsay.membership;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One member as this sidecar knows it. Immutable; two equal members mean the same knowledge.
 *
 * @param name unique in the cluster; free text from another host, so check it before using it
 * @param id of this boot of the member, new at every start: a newer boot of a name supersedes an
 *     older one
 * @param address the advertised address; never a wildcard address
 * @param port of its gossip, the same for UDP and TCP, 1–65535
 * @param word what the member says about itself
 * @param sight what this sidecar knows about it
 */
public record Member(
    String name, String id, InetAddress address, int port, Word word, Sight sight) {

  /**
   * What a member says about itself.
   *
   * @param healthy whether its application is healthy
   * @param mode whether it wants traffic
   * @param incarnation raised by the member itself whenever it has something new to say or to
   *     refute
   * @param tags that it describes itself with
   */
  public record Word(boolean healthy, TrafficMode mode, long incarnation, Tags tags) {
    /** Refuses absent parts. */
    public Word {
      Objects.requireNonNull(mode, "mode");
      Objects.requireNonNull(tags, "tags");
    }
  }

  /**
   * What this sidecar knows about a member.
   *
   * @param status what the cluster believes about it
   * @param since when this sidecar first saw that status
   * @param rttMillis the last measured round trip in milliseconds, if any
   */
  public record Sight(MemberStatus status, Instant since, OptionalDouble rttMillis) {
    /** Refuses absent parts. */
    public Sight {
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(rttMillis, "rttMillis");
    }
  }

  /** See {@link Sight#status()}. */
  public MemberStatus status() {
    return sight.status();
  }

  /** See {@link Sight#since()}. */
  public Instant since() {
    return sight.since();
  }

  /** See {@link Sight#rttMillis()}. */
  public OptionalDouble rttMillis() {
    return sight.rttMillis();
  }

  /** See {@link Word#healthy()}. */
  public boolean healthy() {
    return word.healthy();
  }

  /** See {@link Word#mode()}. */
  public TrafficMode mode() {
    return word.mode();
  }

  /** See {@link Word#incarnation()}. */
  public long incarnation() {
    return word.incarnation();
  }

  /** See {@link Word#tags()}. */
  public Tags tags() {
    return word.tags();
  }

  /**
   * Whether both are the same process: one that finds its name claimed by a later boot raises the
   * first part of its id but keeps the second.
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
    Objects.requireNonNull(word, "word");
    Objects.requireNonNull(sight, "sight");
  }
}
