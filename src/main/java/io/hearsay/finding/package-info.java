/**
 * What an operator should know: one list for the page, the readiness check, the API, the events,
 * the metrics and the log.
 */
package io.hearsay.finding;
