/**
 * The cluster as the rest of Hearsay sees it: a facade over Atomix' membership service, and
 * immutable snapshots of what it knows. Nothing here knows of HAProxy.
 */
package io.hearsay.cluster;
