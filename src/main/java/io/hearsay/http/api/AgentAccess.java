package io.hearsay.http.api;

import io.hearsay.agent.Agent;
import io.hearsay.balancer.Proxy;
import io.hearsay.membership.Cluster;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ServiceUnavailableException;

/** Gives resources the parts of a running agent, or the error that says why there are none. */
@Singleton
class AgentAccess {
  private final Agent agent;

  AgentAccess(Agent agent) {
    this.agent = agent;
  }

  Agent agent() {
    return agent;
  }

  Cluster cluster() {
    return agent
        .cluster()
        .orElseThrow(() -> new ServiceUnavailableException("the agent is still starting"));
  }

  Proxy proxy() {
    return agent
        .proxy()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "this agent drives no HAProxy; the one with role=balancer does"));
  }
}
