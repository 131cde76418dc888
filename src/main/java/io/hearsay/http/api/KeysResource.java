package io.hearsay.http.api;

import io.hearsay.membership.KeyReport;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The keys of the cluster, named by fingerprints; no call ever returns one. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@NonBlocking
public class KeysResource {
  private final AgentAccess running;

  KeysResource(AgentAccess running) {
    this.running = running;
  }

  /** Lists the keys that the members have. */
  @GET
  public CompletionStage<KeyReport> list() {
    return explained(running.cluster().keys());
  }

  /**
   * Changes the keys of all members: {@code op} is install, use or remove, and {@code key} is in
   * base64 or, for use and remove, may be a fingerprint.
   */
  @POST
  public CompletionStage<KeyReport> step(String body) {
    var step =
        JsonBody.of(body, "{\"op\":\"install|use|remove\",\"key\":\"…\"}", Set.of("op", "key"));
    var op = step.text("op");
    var key = step.text("key");
    return explained(
        switch (op) {
          case "install" -> running.cluster().installKey(key);
          case "use" -> running.cluster().useKey(key);
          case "remove" -> running.cluster().removeKey(key);
          default -> throw new IllegalArgumentException("op takes install, use or remove");
        });
  }

  private static CompletionStage<KeyReport> explained(CompletionStage<KeyReport> report) {
    return report.exceptionally(
        failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof IllegalStateException) {
            throw new jakarta.ws.rs.ClientErrorException(
                cause.getMessage(), Response.Status.CONFLICT);
          }
          throw cause instanceof RuntimeException r ? r : new IllegalStateException(cause);
        });
  }
}
