package io.hearsay.cluster.swim;

import io.hearsay.cluster.wire.MemberRecord;

/**
 * What the protocol tells its owner; called on the protocol's context, after the turn in which it
 * happened.
 */
public interface SwimListener {
  /**
   * The table changed; ask for {@link Swim#members()}. Several changes of one turn are told once.
   */
  void changed();

  /** A newer boot of the local name takes part: the local one should go. */
  void superseded(MemberRecord by);

  /** A member does not let the local one in; it goes on trying. */
  void refused(String reason);
}
