/** Hearsay: a gossip sidecar for containers. */
package io.hearsay;
