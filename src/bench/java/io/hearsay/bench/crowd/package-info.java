/** Many members in one process, without an agent around each of them. */
package io.hearsay.bench.crowd;
