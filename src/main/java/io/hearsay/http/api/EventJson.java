package io.hearsay.http.api;

import io.hearsay.agent.AgentEvent;
import io.hearsay.agent.EventRing;
import io.hearsay.balancer.ProxyEvent;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.plan.ServerChange;
import io.hearsay.balancer.plan.ServerChanges;
import io.hearsay.finding.Finding;
import io.hearsay.membership.UserEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/**
 * Events as JSON for the stream. Written by hand: Quarkus generates serializers only for types that
 * resource methods return, and the native binary cannot inspect others.
 */
final class EventJson {
  private EventJson() {}

  static String of(EventRing.Entry entry) {
    var json =
        switch (entry.event()) {
          case AgentEvent.MemberEvent m -> of(MemberJson.of(m.member()));
          case AgentEvent.ProxyEvent p -> of(p.event());
          case AgentEvent.DriftEvent d -> of(d.drift());
          case AgentEvent.FindingEvent f -> of(f.finding());
          case AgentEvent.User u -> of(u.event());
        };
    return dated(json, entry.at());
  }

  /**
   * A notice that events were lost.
   *
   * @param from number of the first event that may be lost; 0 if unknown
   * @param to number of the last one
   */
  static String gap(long from, long to, String reason, Instant now) {
    var json = new JsonObject().put("reason", reason);
    if (from > 0) {
      json.put("lost", to - from + 1);
    }
    return dated(json, now);
  }

  private static String dated(JsonObject json, Instant at) {
    return json.put("time", at.toString()).encode();
  }

  private static JsonObject of(MemberJson m) {
    var tags = new JsonObject();
    m.tags().forEach(tags::put);
    return new JsonObject()
        .put("name", m.name())
        .put("id", m.id())
        .put("address", m.address())
        .put("port", m.port())
        .put("status", m.status())
        .put("health", m.health())
        .put("mode", m.mode())
        .put("incarnation", m.incarnation())
        .put("tags", tags)
        .put("since", m.since())
        .put("rttMillis", m.rttMillis());
  }

  private static JsonObject of(ProxyEvent event) {
    return switch (event) {
      case ProxyEvent.Applied a -> {
        var json =
            new JsonObject()
                .put("revision", a.revision())
                .put("method", a.how().method().name().toLowerCase(Locale.ROOT))
                .put("why", a.how().why());
        a.how().reload().ifPresent(reason -> json.put("reloadReason", reason.label()));
        yield json.put("millis", a.millis())
            .put("changed", a.servers().count())
            .put("changes", of(a.servers()))
            .put("text", a.text());
      }
      case ProxyEvent.Failed f ->
          new JsonObject()
              .put("revision", f.revision())
              .put("kind", f.kind().label())
              .put("text", f.error());
      case ProxyEvent.Died d -> new JsonObject().put("pid", d.pid()).put("text", d.text());
      case ProxyEvent.Restarted r -> new JsonObject().put("pid", r.pid()).put("millis", r.millis());
      case ProxyEvent.Corrected c ->
          new JsonObject()
              .put("backend", c.backend())
              .put("server", c.server())
              .put("text", c.text());
    };
  }

  private static JsonArray of(ServerChanges servers) {
    var array = new JsonArray();
    for (ServerChange change : servers.first()) {
      array.add(
          new JsonObject()
              .put("backend", change.backend())
              .put("server", change.server())
              .put("text", change.text()));
    }
    return array;
  }

  private static JsonObject of(Drift drift) {
    return new JsonObject()
        .put("kind", drift.kind().label())
        .put("backend", drift.backend())
        .put("server", drift.server())
        .put("text", drift.text())
        .put("since", drift.since().toString());
  }

  private static JsonObject of(Finding finding) {
    return new JsonObject()
        .put("kind", finding.kind().label())
        .put("level", finding.kind().level().label())
        .put("subject", finding.subject())
        .put("text", finding.text())
        .put("remedy", finding.remedy());
  }

  private static JsonObject of(UserEvent event) {
    var json =
        new JsonObject()
            .put("from", event.from())
            .put("name", event.name())
            .put("payload", event.payload().text())
            .put("time", event.time());
    if (!event.payload().isText()) {
      json.put("payloadBase64", Base64.getEncoder().encodeToString(event.payload().toBytes()));
    }
    return json;
  }
}
