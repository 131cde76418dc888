/** Health checks and their server; they read, and never change anything. */
package io.hearsay.http.health;
