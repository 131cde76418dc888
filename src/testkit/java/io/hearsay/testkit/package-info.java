/**
 * What the demo, the benchmarks, the container scenarios and the tests share: processes, waiting,
 * HTTP, an agent as its API shows it, network namespaces, settings and the table of results. It
 * needs nothing but the JDK, so a script compiles it within a second.
 */
package io.hearsay.testkit;
