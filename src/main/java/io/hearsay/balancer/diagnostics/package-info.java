/** What went wrong in the pipeline, in words for an operator. */
package io.hearsay.balancer.diagnostics;
