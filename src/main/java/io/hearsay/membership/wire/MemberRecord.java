package io.hearsay.membership.wire;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is said about one member, in the form in which it is sent.
 *
 * @param name unique in the cluster, 1–{@value #MAX_NAME_BYTES} bytes of UTF-8
 * @param boot the start of the member that this is about
 * @param address its advertised address, resolved
 * @param claim what is claimed about it
 * @param word what it says about itself
 */
public record MemberRecord(
    String name, BootId boot, InetSocketAddress address, Claim claim, Word word) {

  /**
   * A claim about a member.
   *
   * @param incarnation its version number, from 0; only the member itself raises it
   * @param state the claimed state
   * @param ageSeconds how long the claimed state has lasted, 0–65535: tombstones keep their age
   *     when they are sent, and so expire everywhere at about the same time instead of never
   */
  public record Claim(long incarnation, State state, int ageSeconds) {}

  /**
   * What a member says about itself.
   *
   * @param flags health and mode, see {@link Flags}
   * @param tags at most {@value MemberRecord#MAX_TAG_BYTES} bytes
   */
  public record Word(int flags, SortedMap<String, String> tags) {
    /** Keeps its own copy of the tags. */
    public Word {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
  }

  /** Maximum size of a name in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 128;

  /** Maximum size of the encoded tags in bytes. */
  public static final int MAX_TAG_BYTES = 512;

  /**
   * Highest incarnation that can be decoded. The protocol's rules bound what is believed far below
   * that, so a forged one need not cause the rest of the datagram to be refused.
   */
  public static final long MAX_INCARNATION = Long.MAX_VALUE / 2;

  /** See {@link Claim#incarnation()}. */
  public long incarnation() {
    return claim.incarnation();
  }

  /** See {@link Claim#state()}. */
  public State state() {
    return claim.state();
  }

  /** See {@link Claim#ageSeconds()}. */
  public int ageSeconds() {
    return claim.ageSeconds();
  }

  /** See {@link Word#flags()}. */
  public int flags() {
    return word.flags();
  }

  /** See {@link Word#tags()}. */
  public SortedMap<String, String> tags() {
    return word.tags();
  }

  /** Where to send datagrams for it. */
  public Endpoint endpoint() {
    return new Endpoint(address, boot.nonce());
  }

  /** The same member with another claim about it. */
  public MemberRecord with(State newState, long newIncarnation, int newAgeSeconds) {
    return new MemberRecord(
        name, boot, address, new Claim(newIncarnation, newState, newAgeSeconds), word);
  }

  /** The same member saying something else about itself. */
  public MemberRecord says(int newFlags, SortedMap<String, String> newTags, long newIncarnation) {
    return new MemberRecord(
        name, boot, address, fresh(newIncarnation), new Word(newFlags, newTags));
  }

  /** The same member at another address; the claimed state starts anew. */
  public MemberRecord at(InetSocketAddress newAddress) {
    return new MemberRecord(name, boot, newAddress, fresh(incarnation() + 1), word);
  }

  /** The same member as another boot, which goes on with this incarnation. */
  public MemberRecord reborn(BootId newBoot, long newIncarnation) {
    return new MemberRecord(name, newBoot, address, fresh(newIncarnation), word);
  }

  /** A claim of its present state that begins now. */
  private Claim fresh(long newIncarnation) {
    return new Claim(newIncarnation, state(), 0);
  }

  /** Whether both say the same about the member, apart from its state. */
  public boolean saysTheSame(MemberRecord other) {
    return address.equals(other.address) && word.equals(other.word);
  }

  /**
   * 64 bits that differ, except for rare collisions, if two sidecars know different things about a
   * present member. State and age are left out because they differ temporarily.
   */
  public long fingerprint() {
    // Includes the epoch, since a process may raise it and keep its nonce.
    long h = boot.nonce() * 0x9E3779B97F4A7C15L + boot.epoch();
    h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L + incarnation();
    h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L + flags();
    h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L + tags().hashCode();
    h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L + address.hashCode();
    return h ^ (h >>> 29);
  }
}
