/**
 * Rules for when a change is applied and which servers are served. They have no clock and no side
 * effects.
 */
package io.hearsay.balancer.policy;
