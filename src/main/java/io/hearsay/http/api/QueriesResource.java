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

/** Questions to members. */
@Path("/v1/queries")
public class QueriesResource {
  private static final long DEFAULT_MILLIS = 2000;

  private final AgentAccess running;

  QueriesResource(AgentAccess running) {
    this.running = running;
  }

  /**
   * What one member says.
   *
   * @param payload as text
   * @param payloadBase64 the same where it is no text; else empty
   * @param ack whether it says only that it has heard the query
   */
  public record Answer(String member, String payload, String payloadBase64, boolean ack) {
    static Answer of(String member, Payload payload) {
      var bytes = payload.isText() ? "" : Base64.getEncoder().encodeToString(payload.toBytes());
      return new Answer(member, payload.text(), bytes, false);
    }
  }

  /**
   * Asks members; the body is the payload, whatever its bytes. Answers are JSON lines, {@code
   * {"member","payload"}}, as they come; the stream ends when all that were asked have answered or
   * the time is up. A member where nothing answers that query says so by an empty payload.
   *
   * @param millis how long to wait, 1 to 60 000; 2000 if it is not given
   * @param nodes only these members; none: all
   * @param tags only members with these tags, {@code KEY=REGEX}; none: all
   * @param acks {@code true}: members say that they have heard it before they answer, {@code
   *     {"member","ack":true}}
   * @param relay through so many other members each answer comes as well, 0 to 5
   */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.WILDCARD)
  @Produces(RestMediaType.APPLICATION_NDJSON)
  @Blocking // A regular expression may take its time.
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
                // A caller's mistake is known as one only when it is bare.
                out.fail(
                    failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure);
              }
            });
  }
}
