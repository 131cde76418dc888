package io.hearsay.http.api;

import io.hearsay.config.AgentSettings;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The members in the formats of service discovery systems. */
@Path("/v1/sd")
@Produces(MediaType.APPLICATION_JSON)
@Blocking // With thousands of members this takes longer than an event loop may block.
public class DiscoveryResource {
  private final AgentAccess running;

  DiscoveryResource(AgentAccess running) {
    this.running = running;
  }

  /**
   * The addresses of the members' metrics, in the format of Prometheus' {@code http_sd_configs};
   * see {@link PrometheusTargets}. The port is a member's tag {@code metrics-port} if it has one,
   * otherwise that of this agent's own {@code hearsay.health}.
   */
  @GET
  @Path("/prometheus")
  public String prometheus() {
    var cluster = running.cluster();
    int port = running.agent().settings().map(AgentSettings::health).orElseThrow().port();
    return PrometheusTargets.of(cluster.view().members(), port).encode();
  }
}
