/** Hostile input, random and from Jazzer, for everything that reads what others have written. */
package io.hearsay.fuzz;
