package io.hearsay.http.api;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.Query;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Tests whether every present member receives a query and can be heard. */
@Path("/v1/reachability")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ReachabilityResource {
  private static final String QUERY = Cluster.RESERVED + "/reachability";
  private static final long DEFAULT_MILLIS = 3000;

  private final AgentAccess running;

  ReachabilityResource(AgentAccess running) {
    this.running = running;
  }

  /**
   * The result.
   *
   * @param asked members that are present here, by name
   * @param answered all members that answered in time
   * @param missing those that were asked but did not answer
   * @param unknown those that answered although they are not present here, as views differ
   */
  public record Reachability(
      List<String> asked, List<String> answered, List<String> missing, List<String> unknown) {}

  /**
   * Sends a query to all members and waits for each.
   *
   * @param millis how long to wait in milliseconds, 1 to 60 000; default {@value #DEFAULT_MILLIS}
   */
  @GET
  public CompletionStage<Reachability> reachability(@QueryParam("millis") String millis) {
    var limit = QueryLimit.of(millis, DEFAULT_MILLIS);
    var cluster = running.cluster();
    var asked = new TreeSet<>(cluster.view().present().stream().map(Member::name).toList());
    var answered = ConcurrentHashMap.<String>newKeySet();
    return cluster
        .query(Query.toAll(QUERY, Payload.empty(), limit), (member, answer) -> answered.add(member))
        .thenApply(
            done -> {
              var heard = new TreeSet<>(answered);
              var missing = new TreeSet<>(asked);
              missing.removeAll(heard);
              var unknown = new TreeSet<>(heard);
              unknown.removeAll(asked);
              return new Reachability(
                  List.copyOf(asked),
                  List.copyOf(heard),
                  List.copyOf(missing),
                  List.copyOf(unknown));
            });
  }
}
