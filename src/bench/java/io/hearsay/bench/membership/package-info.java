/**
 * The membership benchmark: real processes of Hearsay and Serf, one per network namespace, treated
 * the same way, their own logs saying who knew what when.
 */
package io.hearsay.bench.membership;
