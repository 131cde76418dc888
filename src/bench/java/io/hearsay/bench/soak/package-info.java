/**
 * {@code make bench WHAT=soak}: a small cluster in which everything that is ordinary in operation
 * happens, in turn and for a long time, while requests go through it; what must not grow is
 * watched.
 */
package io.hearsay.bench.soak;
