/**
 * The member on a real network: combines protocol, transports, seeds and keys, and provides the
 * view of the cluster.
 */
package io.hearsay.membership.node;
