package io.hearsay.http.api;

import io.hearsay.balancer.model.TagRule;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.TrafficMode;
import io.hearsay.option.OptionTypes;
import io.hearsay.output.LogOption;
import io.hearsay.output.Logs;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServerErrorException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The local member: its state, and operations on it. */
@Path("/v1/agent")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@NonBlocking
public class AgentResource {
  private final AgentAccess running;
  private final String version;

  AgentResource(
      AgentAccess running, @ConfigProperty(name = "quarkus.application.version") String version) {
    this.running = running;
    this.version = version;
  }

  /**
   * The result of a join.
   *
   * @param joined how many members answered
   * @param problems why seeds are unusable, by the seed with its port
   */
  public record Joined(int joined, Map<String, String> problems) {}

  /** The local member, version, uptime and figures of the protocol. */
  @GET
  public AgentJson agent() {
    var cluster = running.cluster();
    var figures = cluster.figures();
    var local = cluster.view().local();
    return new AgentJson(
        MemberJson.of(local),
        version,
        local.tags().role(),
        running.agent().uptime().toMillis() / 1000.0,
        figures.joined(),
        figures.refusal().isEmpty() ? null : figures.refusal(),
        new TreeMap<>(figures.seeds()),
        figures.encrypted(),
        figures.localHealth(),
        new TreeMap<>(figures.counters()));
  }

  /** The log level: error, warn, info or debug. */
  public record LogJson(String level) {}

  /** The log level. */
  @GET
  @Path("/log")
  public LogJson log() {
    return new LogJson(OptionTypes.text(Logs.level()));
  }

  /** Changes the log level, until the end or until SIGHUP reads {@code hearsay.log.level} again. */
  @PUT
  @Path("/log")
  public LogJson logLevel(String body) {
    var level =
        JsonBody.of(body, "{\"level\":\"error|warn|info|debug\"}", Set.of("level")).text("level");
    LogOption.LEVEL
        .type()
        .read(
            List.of(level),
            (text, wrong) -> {
              throw new IllegalArgumentException("level: " + wrong);
            })
        .ifPresent(Logs::level);
    return log();
  }

  /**
   * Changes tags: {@code set} is an object of strings, {@code delete} a list; deletes come first.
   * Values for which balancers would leave the member out, and roles that look misspelt, are
   * refused with 400.
   *
   * @param forced {@code true} to accept them nevertheless, like {@code "force":true} in the body
   */
  @PUT
  @Path("/tags")
  public CompletionStage<MemberJson> tags(@QueryParam("force") String forced, String body) {
    var change =
        JsonBody.of(
            body,
            "{\"set\":{\"KEY\":\"VALUE\"},\"delete\":[\"KEY\"]}, one of both or both, with"
                + " \"force\":true if wanted",
            Set.of("set", "delete", "force"));
    boolean force = Parameters.flag("force", forced) | change.flagOrNot("force");
    var set = change.has("set") ? change.textsByName("set") : Map.<String, String>of();
    var delete =
        change.has("delete") || !change.has("set") ? change.texts("delete") : List.<String>of();
    var problems = force ? List.<String>of() : TagRule.problems(set);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "\"set\": "
              + String.join("; ", problems)
              + " (\"force\":true takes it all the same, hearsay tags --force)");
    }
    return running
        .cluster()
        .updateTags(set, new HashSet<>(delete))
        .thenApply(done -> MemberJson.of(running.cluster().view().local()));
  }

  /** Contacts further seeds: {@code seeds} is a list. */
  @POST
  @Path("/join")
  public CompletionStage<Joined> join(String body) {
    var seeds = JsonBody.of(body, "{\"seeds\":[\"HOST:PORT\"]}", Set.of("seeds")).texts("seeds");
    var named = new TreeSet<String>();
    seeds.forEach(s -> named.add(HostPort.parse(s, ClusterSettings.DEFAULT_PORT).toString()));
    var cluster = running.cluster();
    return cluster
        .join(seeds)
        .thenApply(
            joined -> {
              var problems = new TreeMap<>(cluster.figures().seeds());
              problems.keySet().retainAll(named);
              return new Joined(joined, problems);
            });
  }

  /** Leaves the cluster and ends the agent. */
  @POST
  @Path("/leave")
  @Consumes(MediaType.WILDCARD)
  public Response leave() {
    running.agent().requestLeave();
    return Response.accepted(Map.of("leaving", true, "pid", ProcessHandle.current().pid())).build();
  }

  /**
   * Stops or resumes taking new traffic: {@code on}. With {@code wait} it answers once all
   * balancers have confirmed, for a hook that runs before an application is stopped; 504 if they
   * have not in time, while the member still drains. With {@code maintenance} the member is out of
   * service immediately instead of finishing requests under way.
   */
  @POST
  @Path("/drain")
  public CompletionStage<MemberJson> drain(String body) {
    var drain =
        JsonBody.of(
            body,
            "{\"on\":true}, with \"wait\":true or \"maintenance\":true if wanted",
            Set.of("on", "wait", "maintenance"));
    boolean on = drain.flag("on");
    boolean confirmed = drain.flagOrNot("wait");
    boolean maintenance = drain.flagOrNot("maintenance");
    if (!on && (confirmed || maintenance)) {
      throw new IllegalArgumentException(
          "\"on\":false takes traffic again, and \""
              + (maintenance ? "maintenance" : "wait")
              + "\":true goes with \"on\":true only");
    }
    var away = maintenance ? TrafficMode.MAINTENANCE : TrafficMode.DRAIN;
    running.cluster();
    var announced = running.agent().mode(on ? away : TrafficMode.READY);
    return (on && confirmed ? announced.thenCompose(done -> drained()) : announced)
        .thenApply(done -> MemberJson.of(running.cluster().view().local()));
  }

  private CompletionStage<Void> drained() {
    return running
        .agent()
        .drained()
        .thenAccept(
            missing -> {
              if (missing.isPresent()) {
                throw new ServerErrorException(
                    missing.get() + "; the member drains all the same",
                    Response.Status.GATEWAY_TIMEOUT);
              }
            });
  }

  /** Marks a failed member as left. */
  @DELETE
  @Path("/members/{name}")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> forceLeave(
      @PathParam("name") String name, @QueryParam("prune") String prune) {
    return running
        .cluster()
        .forceLeave(name, Parameters.flag("prune", prune))
        .thenApply(
            done -> {
              if (!done) {
                throw new NotFoundException(
                    "there is no failed or left member of that name; one that is present leaves by itself");
              }
              return Response.noContent().build();
            });
  }
}
