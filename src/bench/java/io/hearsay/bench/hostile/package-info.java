/**
 * Real agents among readers who do not read, callers who never end, and strangers who lie: rows 3
 * to 7 of what hostile hands must not achieve. Each row measures one of them and says its bound.
 */
package io.hearsay.bench.hostile;
