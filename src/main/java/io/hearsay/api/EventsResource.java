package io.hearsay.api;

import io.hearsay.agent.AgentEvent;
import io.hearsay.cluster.UserEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.concurrent.CompletionStage;

/** What happens, as it happens, as server-sent events. */
@Path("/v1/events")
public class EventsResource {
  private final Running running;

  EventsResource(Running running) {
    this.running = running;
  }

  /**
   * Events from now on: member-join, member-leave, member-failed, member-update, member-reap, user,
   * proxy-applied, proxy-failed. A listener that does not keep up loses events, never the agent's
   * memory; the newest state is always in {@code /v1/members} and {@code /v1/proxy}.
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @NonBlocking
  public Multi<OutboundSseEvent> events(@Context Sse sse) {
    var events =
        Multi.createFrom()
            .<AgentEvent>emitter(
                out -> {
                  var silence = running.agent().listen(out::emit);
                  out.onTermination(silence);
                },
                BackPressureStrategy.DROP)
            .onOverflow()
            .drop()
            .map(event -> outbound(sse, event));
    // The answer's head leaves with the first line only: without one a listener cannot tell an
    // agent where nothing happens from one that hangs.
    var greeting = sse.newEventBuilder().comment("listening").build();
    return Multi.createBy().concatenating().streams(Multi.createFrom().item(greeting), events);
  }

  /** Tells all members; the body is the payload. */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.WILDCARD)
  @NonBlocking
  public CompletionStage<Response> tell(@PathParam("name") String name, String payload) {
    return running
        .cluster()
        .event(name, payload == null ? "" : payload)
        .thenApply(told -> Response.accepted().build());
  }

  private static OutboundSseEvent outbound(Sse sse, AgentEvent event) {
    var builder =
        sse.newEventBuilder().name(event.type()).mediaType(MediaType.APPLICATION_JSON_TYPE);
    return switch (event) {
      case AgentEvent.MemberEvent m ->
          builder.data(MemberJson.class, MemberJson.of(m.member())).build();
      case AgentEvent.ProxyEvent p ->
          builder.data(ProxyJson.class, ProxyJson.of(p.status())).build();
      case AgentEvent.User u -> builder.data(UserEvent.class, u.event()).build();
    };
  }
}
