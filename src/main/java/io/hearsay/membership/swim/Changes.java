package io.hearsay.membership.swim;

import java.util.List;

/**
 * What has changed since the last time.
 *
 * @param now members that are new or have changed, as they are now
 * @param forgotten names that are no longer known
 */
public record Changes(List<MemberSnapshot> now, List<String> forgotten) {}
