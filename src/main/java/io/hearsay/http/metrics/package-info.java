/** The metrics at /q/metrics; read-only. */
package io.hearsay.http.metrics;
