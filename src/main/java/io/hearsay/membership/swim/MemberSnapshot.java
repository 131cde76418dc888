package io.hearsay.membership.swim;

import io.hearsay.membership.wire.MemberRecord;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One member as the protocol knows it.
 *
 * @param since when its state began, as seen here
 * @param rttMillis smoothed round trip in milliseconds, if one was measured
 */
public record MemberSnapshot(MemberRecord member, Instant since, OptionalDouble rttMillis) {}
