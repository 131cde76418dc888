/**
 * Real agents among readers that do not read, callers that never end, and strangers that lie: rows
 * 3 to 7 of what hostile parties must not achieve. Each row measures one of them against its
 * bound.
 */
package io.hearsay.bench.hostile;
