package io.hearsay.http.api;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The members that this agent knows. */
@Path("/v1/members")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class MembersResource {
  private final AgentAccess running;

  MembersResource(AgentAccess running) {
    this.running = running;
  }

  /** All members, sorted by name, including failed and left ones while they are remembered. */
  @GET
  public MembersJson members() {
    return MembersJson.of(running.cluster().view());
  }
}
