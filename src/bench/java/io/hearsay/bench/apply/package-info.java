/**
 * The benchmark of the apply pipeline: what clients notice when servers come, change, go, die and
 * fall silent, and when the sidecar or HAProxy is replaced meanwhile.
 */
package io.hearsay.bench.apply;
