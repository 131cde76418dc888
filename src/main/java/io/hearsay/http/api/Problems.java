package io.hearsay.http.api;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every error, including the framework's, into a problem document. */
final class Problems {
  private static final Logger LOG = Logger.getLogger("hearsay.api");

  @ServerExceptionMapper
  Response notFound(NotFoundException e) {
    return Problem.response(
        Response.Status.NOT_FOUND,
        e.getMessage() == null
                || e.getMessage().startsWith("HTTP ")
                || e.getMessage().startsWith("Unable")
            ? "there is nothing here; the API begins at /v1/members"
            : e.getMessage());
  }

  @ServerExceptionMapper
  Response any(WebApplicationException e) {
    var status = e.getResponse().getStatusInfo();
    boolean plain = e.getMessage() == null || e.getMessage().startsWith("HTTP ");
    return Problem.response(status, plain ? explain(status) : e.getMessage());
  }

  private static String explain(Response.StatusType status) {
    return switch (status.getStatusCode()) {
      case 400 -> "the body is not JSON of the form that this call takes";
      case 405 -> "this path does not take that method";
      case 415 -> "this call takes a body of the type application/json";
      default -> status.getReasonPhrase();
    };
  }

  @ServerExceptionMapper
  Response bad(IllegalArgumentException e) {
    return Problem.response(Response.Status.BAD_REQUEST, e.getMessage());
  }

  @ServerExceptionMapper
  Response bug(RuntimeException e) {
    LOG.error("a request failed", e);
    return Problem.response(
        Response.Status.INTERNAL_SERVER_ERROR, "something went wrong; the agent's log says what");
  }
}
