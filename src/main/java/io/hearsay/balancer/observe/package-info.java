/**
 * What HAProxy makes of its configuration, as it says itself, and where that differs from what it
 * was given. Reads only; the pipeline does not depend on it.
 */
package io.hearsay.balancer.observe;
