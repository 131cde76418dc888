package io.hearsay.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP requests to APIs. Clients' requests are made by {@link io.hearsay.testkit.load.Wire}. */
public final class Http {
  private final Duration limit;
  private final HttpClient client;

  /**
   * A client for HTTP/1.1.
   *
   * @param limit for connecting, and for a complete answer
   */
  public Http(Duration limit) {
    this.limit = limit;
    client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit).build();
  }

  /** The answer to a GET, whatever its status. */
  public HttpResponse<String> get(String uri) throws IOException {
    return send("GET", uri, "");
  }

  /** The answer to an empty POST, whatever its status. */
  public HttpResponse<String> post(String uri, String... headers) throws IOException {
    return send("POST", uri, "", headers);
  }

  /**
   * The answer to a request, whatever its status.
   *
   * @param headers alternating names and values
   * @throws IOException if there is no answer in time
   */
  public HttpResponse<String> send(String method, String uri, String body, String... headers)
      throws IOException {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(URI.create(uri)).timeout(limit).method(method, publisher);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw Failure.interrupted(e);
    }
  }

  /**
   * The body of a successful answer.
   *
   * @throws IOException if there is no answer, or its status is not 2xx
   */
  public String body(String method, String uri, String body, String... headers) throws IOException {
    var response = send(method, uri, body, headers);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s answers %d: %s".formatted(method, uri, response.statusCode(), response.body()));
    }
    return response.body();
  }
}
