/**
 * The member on a real network: puts protocol, transports, seeds and keys together and keeps the
 * view of the cluster.
 */
package io.hearsay.membership.node;
