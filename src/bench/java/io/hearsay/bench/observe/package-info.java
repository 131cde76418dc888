/** The cost of looking at HAProxy once a second and remembering the observations. */
package io.hearsay.bench.observe;
