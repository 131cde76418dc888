/**
 * The membership benchmark: real processes of Hearsay and Serf, one per network namespace, treated
 * the same way; their own logs show which member knew what when.
 */
package io.hearsay.bench.membership;
