package io.hearsay.http.api;

import io.hearsay.agent.AgentEvent;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.membership.UserEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens, as it happens, as server-sent events. */
@Path("/v1/events")
public class EventsResource {
  /** Each costs a little at each event. */
  static final int MAX_READERS = 64;

  /** Of each reader, so many events wait until it has taken the one before. */
  private static final int MAX_WAITING = 64;

  /** Less than the time after which an idle connection is closed. */
  private static final Duration BEAT = Duration.ofSeconds(30);

  private final AtomicInteger readers = new AtomicInteger();
  private final AgentAccess running;

  EventsResource(AgentAccess running) {
    this.running = running;
  }

  /**
   * Events from now on: member-join, member-leave, member-failed, member-update, member-reap, user,
   * proxy-applied, proxy-failed, proxy-drift. A listener that does not keep up loses events, never
   * the agent's memory; the newest state is always in {@code /v1/members} and {@code /v1/proxy}. At
   * most {@value #MAX_READERS} listeners at a time, the next one gets 503.
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @NonBlocking
  public Multi<OutboundSseEvent> events(@Context Sse sse) {
    if (readers.incrementAndGet() > MAX_READERS) {
      readers.decrementAndGet();
      throw new ServiceUnavailableException(
          MAX_READERS
              + " readers of events are here already; end one, or ask /v1/members again and again");
    }
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
    var alive = sse.newEventBuilder().comment("alive").build();
    var beats = Multi.createFrom().ticks().every(BEAT).onOverflow().drop().map(tick -> alive);
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom().item(greeting),
            Multi.createBy().merging().withRequests(MAX_WAITING).streams(events, beats))
        .onTermination()
        .invoke(() -> readers.decrementAndGet());
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

  private OutboundSseEvent outbound(Sse sse, AgentEvent event) {
    var builder =
        sse.newEventBuilder().name(event.type()).mediaType(MediaType.APPLICATION_JSON_TYPE);
    return switch (event) {
      case AgentEvent.MemberEvent m ->
          builder.data(MemberJson.class, MemberJson.of(m.member())).build();
      case AgentEvent.ProxyEvent p ->
          builder
              .data(ProxyJson.class, ProxyJson.of(p.status(), running.agent().observation()))
              .build();
      case AgentEvent.DriftEvent d -> builder.data(String.class, json(d.drift())).build();
      case AgentEvent.User u -> builder.data(String.class, json(u.event())).build();
    };
  }

  /**
   * Written by hand: Quarkus makes serializers only of what a method of a resource returns, and the
   * binary has no other way to find out what a record holds.
   */
  private static String json(Drift drift) {
    return new JsonObject()
        .put("kind", drift.kind().label())
        .put("backend", drift.backend())
        .put("server", drift.server())
        .put("text", drift.text())
        .put("since", drift.since().toString())
        .encode();
  }

  private static String json(UserEvent event) {
    return new JsonObject()
        .put("from", event.from())
        .put("name", event.name())
        .put("payload", event.payload())
        .encode();
  }
}
