/** A constant load that accounts for every request: answered and by whom, or failed and how. */
package io.hearsay.testkit.load;
