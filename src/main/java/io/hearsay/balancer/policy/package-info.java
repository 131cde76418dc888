/**
 * When a change is applied, and which servers are served: rules that hold no clock and do nothing
 * themselves.
 */
package io.hearsay.balancer.policy;
