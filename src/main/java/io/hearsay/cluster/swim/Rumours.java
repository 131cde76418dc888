package io.hearsay.cluster.swim;

import io.hearsay.cluster.wire.Codec;
import io.hearsay.cluster.wire.Message;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * News that is still to be told. Each rumour is sent λ·⌈log10(N+1)⌉ times (SWIM, section 4.1: O(log
 * N) suffices to reach all with high probability), the least told first; a newer one about the same
 * subject replaces the older.
 */
final class Rumours {
  private final Map<Subject, Rumour> bySubject = new HashMap<>();
  private final int multiplier;

  Rumours(int multiplier) {
    this.multiplier = multiplier;
  }

  /** Starts telling this about a member, and stops telling whatever was told about it before. */
  void tell(long nonce, Message message) {
    bySubject.keySet().removeIf(s -> s.nonce() == nonce);
    put(new Subject(nonce, nonce), message);
  }

  /**
   * Starts telling that this accuser suspects this member; what other accusers say goes on being
   * told.
   */
  void accuse(Message.Suspect suspect) {
    bySubject.remove(new Subject(suspect.nonce(), suspect.nonce()));
    put(new Subject(suspect.nonce(), suspect.accuser()), suspect);
  }

  private void put(Subject subject, Message message) {
    bySubject.put(subject, new Rumour(subject, Codec.encode(message)));
  }

  boolean isEmpty() {
    return bySubject.isEmpty();
  }

  int size() {
    return bySubject.size();
  }

  /** Whether some rumour was told fewer than that many times. */
  boolean anyToldLessThan(int times) {
    return bySubject.values().stream().anyMatch(r -> r.told < times);
  }

  /** λ·⌈log10(N+1)⌉, at least λ. */
  static int limit(int multiplier, int present) {
    return multiplier * Math.max(1, (int) Math.ceil(Math.log10(present + 1.0)));
  }

  /**
   * Encoded rumours that fit into so many bytes, each counted as told once.
   *
   * @param present how many members take part: sets how often a rumour is told
   */
  byte[] take(int budget, int present) {
    if (bySubject.isEmpty()) {
      return new byte[0];
    }
    var order = new ArrayList<>(bySubject.values());
    order.sort(Comparator.<Rumour>comparingInt(r -> r.told).thenComparingInt(r -> r.bytes.length));
    var out = new ByteArrayOutputStream(budget);
    int limit = limit(multiplier, present);
    for (var rumour : order) {
      if (out.size() + rumour.bytes.length > budget) {
        continue;
      }
      out.writeBytes(rumour.bytes);
      if (++rumour.told >= limit) {
        bySubject.remove(rumour.subject);
      }
    }
    return out.toByteArray();
  }

  /**
   * Who says it of whom; the member itself, or whoever has the last word on it, has its own nonce
   * twice.
   */
  private record Subject(long nonce, long accuser) {}

  private static final class Rumour {
    final Subject subject;
    final byte[] bytes;
    int told;

    Rumour(Subject subject, byte[] bytes) {
      this.subject = subject;
      this.bytes = bytes;
    }
  }
}
