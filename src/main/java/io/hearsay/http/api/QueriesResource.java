package io.hearsay.http.api;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.Payload;
import io.hearsay.membership.Query;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jboss.resteasy.reactive.common.util.RestMediaType;

/** Queries to members. */
@Path("/v1/queries")
public class QueriesResource {
  private static final long DEFAULT_MILLIS = 2000;

  private final AgentAccess running;

  QueriesResource(AgentAccess running) {
    this.running = running;
  }

  /**
   * One member's answer or acknowledgement.
   *
   * @param payload the answer as text
   * @param payloadBase64 the answer if it is not text, otherwise empty
   * @param ack whether this only acknowledges the query
   */
  public record Answer(String member, String payload, String payloadBase64, boolean ack) {
    static Answer of(String member, Payload payload) {
      var bytes = payload.isText() ? "" : Base64.getEncoder().encodeToString(payload.toBytes());
      return new Answer(member, payload.text(), bytes, false);
    }
  }

  /**
   * Sends a query; the body is the payload, of any bytes. Answers are streamed as JSON lines,
   * {@code {"member","payload"}}; the stream ends when all members asked have answered or the time
   * is up. A member that has no answer to the query sends an empty payload.
   *
   * @param millis how long to wait in milliseconds, 1 to 60 000; default 2000
   * @param nodes names of the members to ask; none: all
   * @param tags the tags of the members to ask, {@code KEY=REGEX}; none: all
   * @param acks {@code true} if members should acknowledge the query before they answer, {@code
   *     {"member","ack":true}}
   * @param relay number of other members that relay each answer as well, 0 to 5
   */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.WILDCARD)
  @Produces(RestMediaType.APPLICATION_NDJSON)
  @Blocking // Matching a regular expression may take long.
  public Multi<Answer> ask(
      @PathParam("name") String name,
      @QueryParam("millis") String millis,
      @QueryParam("node") List<String> nodes,
      @QueryParam("tag") List<String> tags,
      @QueryParam("ack") String acks,
      @QueryParam("relay") String relay,
      byte[] payload) {
    var limit = QueryLimit.of(millis, DEFAULT_MILLIS);
    if (name.startsWith(Cluster.RESERVED)) {
      throw new IllegalArgumentException(
          "queries whose names begin with " + Cluster.RESERVED + " are Hearsay's own");
    }
    var cluster = running.cluster();
    var query =
        new Query(
            name,
            payload == null ? Payload.empty() : Payload.of(payload),
            limit,
            QueryTargets.of(nodes, tags, cluster.view()),
            Parameters.flag("ack", acks),
            relay == null ? 0 : (int) Parameters.number("relay", relay));
    return Multi.createFrom().emitter(out -> ask(cluster, query, out));
  }

  private static void ask(Cluster cluster, Query query, MultiEmitter<? super Answer> out) {
    cluster
        .query(
            query,
            new Query.Answers() {
              @Override
              public void answered(String member, Payload answer) {
                out.emit(Answer.of(member, answer));
              }

              @Override
              public void heard(String member) {
                out.emit(new Answer(member, "", "", true));
              }
            })
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                out.complete();
              } else {
                // A caller's mistake is recognised only when it is unwrapped.
                out.fail(
                    failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure);
              }
            });
  }
}
