/**
 * The hand-shake that ends a member's load: it asks the balancers, and they confirm that they give
 * it nothing any more.
 */
package io.hearsay.drain;
