/**
 * What the demo, the benchmarks, the stories with containers and tests share: processes, waiting,
 * HTTP, an agent as its API shows it, network namespaces, settings and the table of results. It
 * needs nothing but the JDK, so that a script compiles it within a second.
 */
package io.hearsay.testkit;
