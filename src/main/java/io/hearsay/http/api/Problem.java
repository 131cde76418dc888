package io.hearsay.http.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Errors as problem documents, RFC 9457. The type is always {@code about:blank}: the status is
 * enough for programs, and {@code detail} tells a user what is wrong and what to do.
 *
 * <p>The document is written here and not by a serializer. A response that is built by hand hides
 * its entity's type from the build, which then generates no serializer for it; a JVM falls back to
 * reflection, but in a native image every error would become a bare 500.
 */
final class Problem {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problem() {}

  static Response response(Response.StatusType status, String detail) {
    return Response.status(status)
        .type(MediaType.valueOf(MEDIA_TYPE))
        .entity(json(status.getStatusCode(), status.getReasonPhrase(), detail))
        .build();
  }

  /** A problem document. */
  static String json(int status, String title, String detail) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .encode();
  }

  /**
   * Answers a call before it reaches the framework, and closes the connection, since an unwanted
   * body may follow.
   */
  static void send(RoutingContext call, Response.StatusType status, String detail) {
    call.response()
        .setStatusCode(status.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(json(status.getStatusCode(), status.getReasonPhrase(), detail));
  }
}
