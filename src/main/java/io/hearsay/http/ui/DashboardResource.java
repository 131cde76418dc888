package io.hearsay.http.ui;

import io.hearsay.agent.Agent;
import io.hearsay.membership.Cluster;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The dashboard. Nothing in it comes from elsewhere, nothing in it may run but its own script, no
 * other page may show it, and it changes nothing.
 */
@Path("/")
public class DashboardResource {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

  private final Agent agent;
  private final RecentEvents events;
  private final Assets assets;
  private final Pages pages;
  private final String version;
  private final Clock clock = Clock.systemUTC();

  DashboardResource(
      Agent agent,
      RecentEvents events,
      Assets assets,
      Pages pages,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.agent = agent;
    this.events = events;
    this.assets = assets;
    this.pages = pages;
    this.version = version;
  }

  /** The page, complete: its script only keeps it new. */
  @GET
  public Response dashboard() {
    var html = agent.cluster().map(this::page);
    var answer =
        html.isPresent()
            ? Response.ok(html.get())
            : Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, 1)
                .entity(pages.starting(assets.mark()));
    return guarded(answer.type(HTML)).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private String page(Cluster cluster) {
    return pages.dashboard(
        Page.of(
            cluster.view(),
            cluster.figures(),
            agent.proxy().map(p -> p.status()),
            agent.observation(),
            events.newestFirst(),
            agent.uptime(),
            version,
            assets.mark(),
            clock.instant()));
  }

  /** Style sheet, script, icon; a browser asks anew and is told that they are the same. */
  @GET
  @Path("ui/{name}")
  public Response asset(
      @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    var asset =
        assets
            .get(name)
            .orElseThrow(() -> new NotFoundException("there is nothing here; the dashboard is /"));
    var tag = String.format(Locale.ROOT, "\"%s\"", assets.mark());
    var answer =
        tag.equals(known)
            ? Response.notModified()
            : Response.ok(asset.content()).type(asset.type());
    return guarded(answer)
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }

  private static Response.ResponseBuilder guarded(Response.ResponseBuilder answer) {
    return answer
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin");
  }
}
