package io.hearsay.http.api;

import io.hearsay.agent.AgentEvent;
import io.hearsay.agent.EventRing;
import io.hearsay.membership.Payload;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
   * Events from now on, or from the one on that the header {@code Last-Event-ID} names:
   * member-join, member-leave, member-failed, member-update, member-reap, user, proxy-applied,
   * proxy-failed, proxy-died, proxy-restarted, proxy-drift, proxy-corrected, finding, finding-over.
   * Each has an id and, in its data, its time. A listener that does not keep up, or comes back too
   * late, loses events, never the agent's memory, and is told so by a {@code gap}; the newest state
   * is always in {@code /v1/members} and {@code /v1/proxy}. At most {@value #MAX_READERS} listeners
   * at a time, the next one gets 503.
   *
   * @param asked the types to hear of; none: all
   * @param lastId of the event that was heard last
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @NonBlocking
  public Multi<OutboundSseEvent> events(
      @Context Sse sse,
      @QueryParam("type") List<String> asked,
      @HeaderParam("Last-Event-ID") String lastId) {
    var types = types(asked);
    if (readers.incrementAndGet() > MAX_READERS) {
      readers.decrementAndGet();
      throw new ServiceUnavailableException(
          MAX_READERS
              + " readers of events are here already; end one, or ask /v1/members again and again");
    }
    var ring = running.agent().events();
    var place = lastId == null ? new EventRing.Place(ring.last(), true) : ring.place(lastId);
    var events =
        Multi.createFrom()
            .<EventReader.Line>emitter(
                out -> new EventReader(ring, out, place, types, Clock.systemUTC()).begin(),
                BackPressureStrategy.DROP)
            .map(line -> outbound(sse, line));
    // The answer's head leaves with the first line only: without one a listener cannot tell an
    // agent where nothing happens from one that hangs. Its id is where to go on after a break
    // before the first event.
    var greeting = sse.newEventBuilder().id(ring.id(place.number())).comment("listening").build();
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

  /**
   * Tells all members; the body is the payload, whatever its bytes.
   *
   * @param coalesce {@code true}: for scripts that wait for more, the last one of its name will do
   */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.WILDCARD)
  @NonBlocking
  public CompletionStage<Response> tell(
      @PathParam("name") String name, @QueryParam("coalesce") String coalesce, byte[] payload) {
    return running
        .cluster()
        .event(
            name,
            payload == null ? Payload.empty() : Payload.of(payload),
            Parameters.flag("coalesce", coalesce))
        .thenApply(told -> Response.accepted().build());
  }

  private static OutboundSseEvent outbound(Sse sse, EventReader.Line line) {
    return sse.newEventBuilder()
        .id(line.id())
        .name(line.type())
        .data(String.class, line.data())
        .build();
  }

  /** The types that are asked for, each on its own or separated by commas. */
  private static Set<String> types(List<String> asked) {
    var types = new TreeSet<String>();
    for (var some : asked) {
      for (var type : some.split(",", -1)) {
        if (!AgentEvent.TYPES.contains(type)) {
          throw new BadRequestException(
              "there is no type of event of that name; type takes "
                  + String.join(", ", AgentEvent.TYPES));
        }
        types.add(type);
      }
    }
    return types;
  }
}
