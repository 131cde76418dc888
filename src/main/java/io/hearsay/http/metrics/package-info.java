/** The figures at /q/metrics; they read, and never change anything. */
package io.hearsay.http.metrics;
