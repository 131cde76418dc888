package io.hearsay.http.api;

import io.hearsay.balancer.observe.History;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** HAProxy, as the balancer's pipeline sees it. */
@Path("/v1/proxy")
@NonBlocking
public class ProxyResource {
  private final AgentAccess running;

  ProxyResource(AgentAccess running) {
    this.running = running;
  }

  /** The status of the pipeline and of HAProxy. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public ProxyJson proxy() {
    return ProxyJson.of(running.proxy().status(), running.agent().observation());
  }

  /** The text that HAProxy runs with. */
  @GET
  @Path("/config")
  @Produces(MediaType.TEXT_PLAIN)
  public String config() {
    return running
        .proxy()
        .appliedConfig()
        .orElseThrow(() -> new NotFoundException("nothing was applied yet"));
  }

  /**
   * The load of each service in the last hour, in slots of {@value History#STEP_SECONDS} seconds,
   * the oldest first: requests begun, errors among them, sessions under way; -1 where there was no
   * observation. With {@code service}, only that one, with each of its servers in the last five
   * minutes. At most 64 services and 1024 servers have a history.
   */
  @GET
  @Path("/history")
  @Produces(MediaType.APPLICATION_JSON)
  @Blocking // Writing this many numbers takes longer than an event loop may block.
  public String history(@QueryParam("service") String service) {
    running.proxy();
    var history =
        running
            .agent()
            .history()
            .orElseThrow(() -> new ServiceUnavailableException("the agent is still starting"));
    return (service == null
            ? HistoryJson.of(history)
            : HistoryJson.of(history, service)
                .orElseThrow(() -> new NotFoundException("there is no history of that service")))
        .encode();
  }

  /** Reloads HAProxy even if nothing has changed. */
  @POST
  @Path("/reload")
  @Produces(MediaType.APPLICATION_JSON)
  public Response reload() {
    running.proxy().reload("asked for through the API");
    return Response.accepted(ProxyJson.of(running.proxy().status(), running.agent().observation()))
        .build();
  }
}
