/** Hostile input for everything that reads what others have written, by chance and by Jazzer. */
package io.hearsay.fuzz;
