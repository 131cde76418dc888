package io.hearsay.http.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/**
 * The dashboard. It loads nothing from elsewhere, runs only its own script, cannot be embedded in
 * another page, and changes nothing: its form requests the same page with a filter.
 */
@Path("/")
public class DashboardResource {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
  private static final int MAX_NAME = 300;

  private final Assets assets;
  private final Pages pages;
  private final Dashboard dashboard;

  DashboardResource(Assets assets, Pages pages, Dashboard dashboard) {
    this.assets = assets;
    this.pages = pages;
    this.dashboard = dashboard;
  }

  /**
   * The complete page, which its script only keeps up to date. {@code filter} applies to everything
   * it lists.
   */
  @GET
  public Response dashboard(
      @QueryParam("filter") String filter,
      @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String takes,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    return answer(dashboard.dashboard(Filter.of(filter)), takes, known);
  }

  /** A service with all its servers. */
  @GET
  @Path("ui/services/{name}")
  public Response service(
      @PathParam("name") String name,
      @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String takes,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    return answer(dashboard.service(bounded(name)), takes, known);
  }

  /** Members without groups. */
  @GET
  @Path("ui/members")
  public Response members(
      @QueryParam("filter") String filter,
      @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String takes,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    return answer(dashboard.members(Filter.of(filter)), takes, known);
  }

  /** One member: why it is where it is. */
  @GET
  @Path("ui/members/{name: .+}")
  public Response member(
      @PathParam("name") String name,
      @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String takes,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    return answer(dashboard.member(bounded(name)), takes, known);
  }

  private static String bounded(String name) {
    return name.substring(0, Math.min(name.length(), MAX_NAME));
  }

  private Response answer(Dashboard.Answer page, String takes, String known) {
    if (page.drawing().isEmpty()) {
      var answer =
          Response.status(Response.Status.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, 1);
      return guarded(
              page.started()
                  ? answer.type(MediaType.TEXT_PLAIN).entity("too many different pages; try again")
                  : answer.type(HTML).entity(pages.starting(assets.mark())))
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .build();
    }
    var drawing = page.drawing().get();
    boolean unchanged = drawing.tag().equals(known);
    boolean packed = takes != null && takes.contains("gzip");
    var answer =
        unchanged
            ? Response.notModified()
            : Response.status(drawing.status())
                .entity(packed ? drawing.gzip() : drawing.plain())
                .type(HTML);
    if (packed && !unchanged) {
      answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    return guarded(answer)
        .header(HttpHeaders.ETAG, drawing.tag())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        // For the script: what the page shows, and when to ask again.
        .header("Hearsay-Event", drawing.pulse().event())
        .header("Hearsay-Next", dashboard.sources().nextLook())
        .build();
  }

  /** Style sheet, script and icon; browsers revalidate them. */
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
