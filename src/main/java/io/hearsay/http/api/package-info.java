/** The HTTP API. */
package io.hearsay.http.api;
