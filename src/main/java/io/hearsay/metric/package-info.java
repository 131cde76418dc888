/**
 * How long things take, counted where they happen, without any library: the protocol and the
 * pipeline run in simulations, too. {@code http.metrics} shows it.
 */
package io.hearsay.metric;
