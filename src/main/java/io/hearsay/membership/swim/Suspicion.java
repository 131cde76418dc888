package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Evidence;
import java.util.HashSet;
import java.util.Set;

/**
 * How long a suspect has to refute. Starts at the maximum for the evidence and shrinks with each
 * independent accuser (Lifeguard, section IV-B):
 *
 * <pre>  timeout = max(min, max − (max − min) · log(c + 1) / log(k + 1))</pre>
 *
 * where c is the number of accusers after the first and k is how many are expected. Evidence that
 * the process is gone needs no confirmation. Evidence that the host is up makes the timeout longer:
 * a host that answers any member is not lost.
 */
final class Suspicion {
  private final Profile profile;
  private final long start;
  private long silentSince;
  private final int expected;
  private final int multiplier;
  private final Set<Long> accusers = new HashSet<>();
  private Evidence evidence;

  /**
   * A suspicion that starts now.
   *
   * @param silentSince when the silence began. The time allowed to a paused process counts from
   *     there, so that the pause is forgiven without adding our own time to notice it
   * @param others how many members could confirm it
   * @param multiplier from local health at the start
   */
  Suspicion(
      Profile profile,
      long now,
      long silentSince,
      int others,
      int multiplier,
      Evidence evidence,
      long accuser) {
    this.profile = profile;
    this.start = now;
    this.silentSince = silentSince;
    this.expected = Math.min(profile.confirmations(), others);
    this.multiplier = multiplier;
    this.evidence = evidence;
    accusers.add(accuser);
  }

  /**
   * Adds another accuser or new local evidence; true if that changes anything.
   *
   * @param since when the silence began; the earliest time counts
   */
  boolean confirm(Evidence other, long accuser, long since) {
    boolean earlier = since < silentSince;
    silentSince = Math.min(since, silentSince);
    boolean news = accusers.size() <= expected && accusers.add(accuser);
    var stronger = combine(evidence, other);
    if (stronger != evidence) {
      evidence = stronger;
      return true;
    }
    return evidence != Evidence.GONE && (news || earlier);
  }

  /**
   * A refused connection proves more than no answer, and an accepted one proves that the host is
   * up.
   */
  private static Evidence combine(Evidence a, Evidence b) {
    if (a == Evidence.GONE || b == Evidence.GONE) {
      return Evidence.GONE;
    }
    return a.compareTo(b) >= 0 ? a : b;
  }

  Evidence evidence() {
    return evidence;
  }

  /** When it began, on the protocol's clock. */
  long start() {
    return start;
  }

  /** When the silence began, on the protocol's clock. */
  long silentSince() {
    return silentSince;
  }

  /** When it times out, on the protocol's clock. */
  long deadline() {
    return switch (evidence) {
      case GONE -> start + profile.goneTimeout() * multiplier;
      case UNREACHABLE -> start + span(profile.unreachableMin(), profile.unreachableMax());
      case SILENT -> silentSince + span(profile.silentMin(), profile.silentMax());
    };
  }

  private long span(long min, long max) {
    long scaledMin = min * multiplier;
    long scaledMax = Math.max(max, scaledMin);
    if (expected < 1) {
      return scaledMin;
    }
    double share = Math.log(accusers.size()) / Math.log(expected + 1);
    return Math.max(scaledMin, Math.round(scaledMax - (scaledMax - scaledMin) * share));
  }
}
