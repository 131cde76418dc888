package io.hearsay.api;

import io.hearsay.cluster.KeyReport;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The keys of the cluster, named by fingerprints; no call ever shows one. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@NonBlocking
public class KeysResource {
  private final Running running;

  KeysResource(Running running) {
    this.running = running;
  }

  /**
   * A step of a rotation.
   *
   * @param op install, use or remove
   * @param key in base64; for use and remove also its fingerprint
   */
  public record Step(String op, String key) {
    /** Does not print the key. */
    @Override
    public String toString() {
      return op;
    }
  }

  /** Which keys the members have. */
  @GET
  public CompletionStage<KeyReport> list() {
    return explained(running.cluster().keys());
  }

  /** Takes a step on all members. */
  @POST
  public CompletionStage<KeyReport> step(Step step) {
    if (step == null || step.op() == null || step.key() == null) {
      throw new IllegalArgumentException(
          "the body must be of the form {\"op\":\"install|use|remove\",\"key\":\"…\"}");
    }
    return explained(
        switch (step.op()) {
          case "install" -> running.cluster().installKey(step.key());
          case "use" -> running.cluster().useKey(step.key());
          case "remove" -> running.cluster().removeKey(step.key());
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
