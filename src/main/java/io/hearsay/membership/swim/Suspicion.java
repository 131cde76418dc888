package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Evidence;
import java.util.HashSet;
import java.util.Set;

/**
 * The time that a suspect has to refute. Starts at the evidence's maximum and shrinks with each
 * independent accuser (Lifeguard, section IV-B):
 *
 * <pre>  timeout = max(min, max − (max − min) · log(c + 1) / log(k + 1))</pre>
 *
 * where c counts the accusers after the first and k is how many are expected. Evidence that the
 * process is gone needs nobody to confirm it. Evidence that the host still lives makes all longer:
 * a host that answers somebody is not lost.
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
   * @param silentSince when the suspect was silent already. What a process that is merely paused
   *     may take is counted from there: it is the pause that is forgiven, not the pause and our own
   *     time to notice
   * @param others how many members could confirm it
   * @param multiplier of the local health at the start
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
   * Takes in what another accuser says, or what was found out here; true if it changes anything.
   *
   * @param since when the suspect was silent already; the earliest counts
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

  /** A closed door proves more than no answer, and an open one that the host is there. */
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

  /** When the suspect was silent already, on the protocol's clock. */
  long silentSince() {
    return silentSince;
  }

  /** When it runs out, on the clock of the start. */
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
