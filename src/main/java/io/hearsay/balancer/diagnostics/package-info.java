/** Failures of the pipeline, and messages about them for an operator. */
package io.hearsay.balancer.diagnostics;
