/**
 * Observes HAProxy: its state as it reports it, and where that differs from its configuration.
 * Read-only; the pipeline does not depend on it.
 */
package io.hearsay.balancer.observe;
