package io.hearsay.http.api;

import io.hearsay.config.AgentSettings;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The members as systems that look for them want them. */
@Path("/v1/sd")
@Produces(MediaType.APPLICATION_JSON)
@Blocking // Of thousands of members that takes longer than an event loop may.
public class DiscoveryResource {
  private final AgentAccess running;

  DiscoveryResource(AgentAccess running) {
    this.running = running;
  }

  /**
   * Where the members' metrics are, as Prometheus' {@code http_sd_configs} reads it; see {@link
   * PrometheusTargets}. Its port is the tag {@code metrics-port} of a member that has one, else
   * that of this agent's own {@code hearsay.health}.
   */
  @GET
  @Path("/prometheus")
  public String prometheus() {
    var cluster = running.cluster();
    int port = running.agent().settings().map(AgentSettings::health).orElseThrow().port();
    return PrometheusTargets.of(cluster.view().members(), port).encode();
  }
}
