package io.hearsay.membership.swim;

import java.util.List;

/**
 * What is different since the last time.
 *
 * @param now members that are new or have changed, as they are now
 * @param forgotten names that are not known any more
 */
public record Changes(List<MemberSnapshot> now, List<String> forgotten) {}
