package io.hearsay.appcheck;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * Sends a GET on a connection of its own, which is closed once the status is known; the body is not
 * read.
 */
final class HttpProbe implements Probe {
  private static final int MAX_HEADERS = 16 << 10;
  private static final int FIRST_BAD = 400;
  private static final int FIRST_GOOD = 200;

  private final CheckTarget.Http target;
  private final Duration timeout;
  private final HttpClient client;

  HttpProbe(Vertx vertx, CheckTarget.Http target, Duration timeout) {
    this.target = target;
    this.timeout = timeout;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) timeout.toMillis())
                .setMaxHeaderSize(MAX_HEADERS));
  }

  @Override
  public Future<Void> ask() {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(target.address().host())
                .setPort(target.address().port())
                .setURI(target.path())
                .setFollowRedirects(false)
                .putHeader("User-Agent", "hearsay-check")
                .setTimeout(timeout.toMillis()))
        .compose(this::sent)
        .map(this::judged);
  }

  /**
   * Sends the request. Errors of the connection after the answer are ignored, so that they are not
   * logged.
   */
  private Future<HttpClientResponse> sent(HttpClientRequest request) {
    request.exceptionHandler(failure -> {});
    request.connection().exceptionHandler(failure -> {});
    return request
        .send()
        .map(
            response -> {
              response.exceptionHandler(failure -> {});
              return response;
            });
  }

  private Void judged(HttpClientResponse response) {
    int status = response.statusCode();
    var unused = response.request().connection().close();
    if (status < FIRST_GOOD || status >= FIRST_BAD) {
      throw new CheckFailedException("GET " + target.path() + " answers " + status);
    }
    return null;
  }
}
