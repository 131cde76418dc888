/**
 * Durations, counted where they occur and without any library, since the protocol and the pipeline
 * also run in simulations. {@code http.metrics} publishes them.
 */
package io.hearsay.metric;
