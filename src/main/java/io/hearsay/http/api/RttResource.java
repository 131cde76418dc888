package io.hearsay.http.api;

import io.hearsay.agent.RoundTrips;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The round trip time to a member. */
@Path("/v1/rtt")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class RttResource {
  private final AgentAccess running;

  RttResource(AgentAccess running) {
    this.running = running;
  }

  /** The last measurement, by one of the two, in milliseconds. */
  public record Rtt(String from, String to, double rttMillis) {}

  /**
   * The last round trip that one member has measured to another.
   *
   * @param from the member that measured it, which is asked if it is not the local one; default:
   *     the local member
   * @param to the other member; 404 if it does not exist or nothing has been measured yet
   */
  @GET
  public CompletionStage<Rtt> rtt(@QueryParam("from") String from, @QueryParam("to") String to) {
    if (to == null) {
      throw new IllegalArgumentException("to takes a member's name");
    }
    var cluster = running.cluster();
    var measurer = from == null ? cluster.view().self() : from;
    for (var name : List.of(measurer, to)) {
      if (cluster.view().member(name).isEmpty()) {
        throw new NotFoundException("there is no member " + name);
      }
    }
    return RoundTrips.between(cluster, measurer, to)
        .thenApply(
            millis -> {
              if (millis.isEmpty()) {
                throw new NotFoundException(
                    "no probe between " + measurer + " and " + to + " was answered yet");
              }
              return new Rtt(measurer, to, millis.getAsDouble());
            });
  }
}
