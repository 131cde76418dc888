package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.demo.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hearsay, with its default profile. */
final class Hearsay implements Tool {
  private static final int HTTP = 7373;
  private static final String TOKEN = "the-benchmark-may-change-tags-from-outside";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern LINE =
      Pattern.compile("member-(join|leave|failed|update|reap): (\\S+) at (\\S+)");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final String program;
  private final Path keyring;
  private final Path token;

  Hearsay(String program, Path directory) throws IOException {
    this.program = program;
    keyring = directory.resolve("keyring");
    Files.writeString(keyring, Shell.run(List.of(program, "keygen")));
    token = directory.resolve("token");
    Files.writeString(token, TOKEN);
    for (var secret : List.of(keyring, token)) {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Override
  public String name() {
    return "Hearsay";
  }

  @Override
  public String version() {
    return Shell.run(List.of(program, "version")).strip();
  }

  @Override
  public List<String> command(String name, String address, List<String> seeds) {
    var command =
        new ArrayList<>(
            List.of(
                program, "agent", "--name", name, "--bind", address, "--keyring", "" + keyring));
    command.addAll(List.of("--http", address + ":" + HTTP, "--token-file", "" + token));
    for (var seed : seeds) {
      command.addAll(List.of("--join", seed));
    }
    return command;
  }

  @Override
  public Map<String, String> environment() {
    // A member that is told to stop waits a second for balancers; here the leave itself is timed.
    return Map.of("HEARSAY_STOP_DRAIN", "0s");
  }

  @Override
  public boolean up(String line) {
    return line.contains(" is up: ");
  }

  @Override
  public Optional<Sighting> read(long at, String observer, String line) {
    var match = LINE.matcher(line);
    return match.find()
        ? Optional.of(
            new Sighting(
                at,
                observer,
                Kind.valueOf(match.group(1).toUpperCase(Locale.ROOT)),
                match.group(2),
                match.group(3)))
        : Optional.empty();
  }

  @Override
  public String leaveSignal() {
    return "TERM";
  }

  @Override
  public void setTag(String address, String key, String value) {
    tags(address, "{\"set\":{\"%s\":\"%s\"}}".formatted(key, value));
  }

  @Override
  public void deleteTag(String address, String key) {
    tags(address, "{\"delete\":[\"%s\"]}".formatted(key));
  }

  private void tags(String address, String change) {
    send(
        request(address, "/v1/agent/tags")
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(change)));
  }

  @Override
  public List<Listed> members(String address) {
    var answer = (Map<?, ?>) Json.read(send(request(address, "/v1/members")));
    return ((List<?>) answer.get("members"))
        .stream().map(member -> listed((Map<?, ?>) member)).toList();
  }

  @SuppressWarnings("unchecked")
  private static Listed listed(Map<?, ?> member) {
    return new Listed(
        (String) member.get("name"),
        (String) member.get("address"),
        "alive".equals(member.get("status")),
        (Map<String, String>) member.get("tags"));
  }

  private static HttpRequest.Builder request(String address, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + ":" + HTTP + path))
        .timeout(LIMIT);
  }

  private String send(HttpRequest.Builder builder) {
    var request = builder.build();
    try {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new Failure(
            request.uri() + " answers " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new Failure(request.uri() + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
