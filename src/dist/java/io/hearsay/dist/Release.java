package io.hearsay.dist;

import java.time.Instant;

/**
 * What is packed.
 *
 * @param version of Hearsay
 * @param time of the last change; the only time that stands in what is written
 */
record Release(String version, Instant time) {}
