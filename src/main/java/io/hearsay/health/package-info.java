/** Health checks and metrics; they read, and never change anything. */
package io.hearsay.health;
