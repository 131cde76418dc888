/** Health checks and their server; read-only. */
package io.hearsay.http.health;
