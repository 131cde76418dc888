/**
 * The pipeline from a view of the cluster to an applied HAProxy configuration: the loop, its
 * status, and what the rest of the agent sees of it. Nothing here knows of SWIM.
 */
package io.hearsay.balancer;
