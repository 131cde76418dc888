/** Collections that the JDK lacks. */
package io.hearsay.collection;
