/** The HTTP API: what is known, and what may be asked for. */
package io.hearsay.http.api;
