/** What it costs to look at HAProxy once a second, and to remember what was seen. */
package io.hearsay.bench.observe;
