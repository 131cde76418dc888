package io.hearsay.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 has it.
 *
 * @param type {@code about:blank}: the status says it all
 * @param detail for a person: what is wrong and what to do
 */
record Problem(String type, String title, int status, String detail) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Response response(Response.StatusType status, String detail) {
    return Response.status(status)
        .type(MediaType.valueOf(MEDIA_TYPE))
        .entity(
            new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail))
        .build();
  }
}
