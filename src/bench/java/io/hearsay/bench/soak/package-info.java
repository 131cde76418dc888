/**
 * {@code make bench WHAT=soak}: a small cluster to which everything that is ordinary in operation
 * happens, in turn and for long, while requests go through it; what must not grow is watched.
 */
package io.hearsay.bench.soak;
