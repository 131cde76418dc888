/**
 * The pipeline from a view of the cluster to an applied HAProxy configuration: the loop, its
 * status, and its interface to the rest of the agent. Nothing here knows about SWIM.
 */
package io.hearsay.balancer;
