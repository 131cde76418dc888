/** A constant load whose every request is accounted for: answered, by whom, or failed, and how. */
package io.hearsay.testkit.load;
