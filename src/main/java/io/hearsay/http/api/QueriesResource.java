package io.hearsay.http.api;

import io.hearsay.membership.Cluster;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionException;
import org.jboss.resteasy.reactive.common.util.RestMediaType;

/** Questions to all members. */
@Path("/v1/queries")
public class QueriesResource {
  private static final long DEFAULT_MILLIS = 2000;

  private final AgentAccess running;

  QueriesResource(AgentAccess running) {
    this.running = running;
  }

  /** What one member says. */
  public record Answer(String member, String payload) {}

  /**
   * Asks all members; the body is the payload. Answers are JSON lines, {@code
   * {"member","payload"}}, as they come; the stream ends when all have answered or the time is up.
   * A member where nothing answers that query says so by an empty payload.
   *
   * @param millis how long to wait, 1 to 60 000; 2000 if it is not given
   */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.WILDCARD)
  @Produces(RestMediaType.APPLICATION_NDJSON)
  @NonBlocking
  public Multi<Answer> ask(
      @PathParam("name") String name, @QueryParam("millis") String millis, String payload) {
    var limit = QueryLimit.of(millis, DEFAULT_MILLIS);
    if (name.startsWith(Cluster.RESERVED)) {
      throw new IllegalArgumentException(
          "queries whose names begin with " + Cluster.RESERVED + " are Hearsay's own");
    }
    var cluster = running.cluster();
    return Multi.createFrom()
        .emitter(
            out ->
                cluster
                    .query(
                        name,
                        payload == null ? "" : payload,
                        limit,
                        (member, answer) -> out.emit(new Answer(member, answer)))
                    .whenComplete(
                        (done, failure) -> {
                          if (failure == null) {
                            out.complete();
                          } else {
                            // A caller's mistake is known as one only when it is bare.
                            out.fail(
                                failure instanceof CompletionException wrapped
                                        && wrapped.getCause() != null
                                    ? wrapped.getCause()
                                    : failure);
                          }
                        }));
  }
}
