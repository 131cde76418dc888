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

/** Events as they happen, as server-sent events. */
@Path("/v1/events")
public class EventsResource {
  /** Maximum number of readers, as each adds to the cost of an event. */
  static final int MAX_READERS = 64;

  /** Maximum number of events buffered per reader. */
  private static final int MAX_WAITING = 64;

  /** Interval of heartbeats, less than the time after which an idle connection is closed. */
  private static final Duration BEAT = Duration.ofSeconds(30);

  private final AtomicInteger readers = new AtomicInteger();
  private final AgentAccess running;

  EventsResource(AgentAccess running) {
    this.running = running;
  }

  /**
   * Events from now on, or after the one in the header {@code Last-Event-ID}: member-join,
   * member-leave, member-failed, member-update, member-reap, user, proxy-applied, proxy-failed,
   * proxy-died, proxy-restarted, proxy-drift, proxy-corrected, finding, finding-over. Each has an
   * id and, in its data, its time. A listener that does not keep up, or reconnects too late, loses
   * events, which a {@code gap} reports; the current state is always in {@code /v1/members} and
   * {@code /v1/proxy}. There may be {@value #MAX_READERS} listeners at a time; more get 503.
   *
   * @param asked the types to send; none: all
   * @param lastId of the last event received
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
    // The response's head is sent with the first line only; without one, a listener cannot tell an
    // idle agent from one that hangs. Its id says where to continue after a break before the first
    // event.
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
   * Sends an event to all members; the body is the payload, of any bytes.
   *
   * @param coalesce {@code true} if handlers that gather events need only the last one of this name
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

  /** The requested types, given separately or separated by commas. */
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
