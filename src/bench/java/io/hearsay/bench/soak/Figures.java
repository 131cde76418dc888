package io.hearsay.bench.soak;

import io.hearsay.bench.apply.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The figures of one agent: what it says of itself, and what its host knows of it (proc(5)). */
final class Figures {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private static final double KIB = 1024;

  private final Member member;
  private final String metrics;

  private Figures(Member member, String metrics) {
    this.member = member;
    this.metrics = metrics;
  }

  /** Asks now. */
  static Figures of(Member member) {
    var uri = "http://" + member.address() + ":" + Member.HEALTH + "/q/metrics";
    try {
      var request = HttpRequest.newBuilder(URI.create(uri)).timeout(LIMIT).build();
      var response = CLIENT.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new Failure(uri + " answers " + response.statusCode());
      }
      return new Figures(member, response.body());
    } catch (IOException e) {
      throw new Failure(uri + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** The sum of all series of that name, which may have labels. */
  double sum(String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** How many series there are whose names begin so. */
  long series(String prefix) {
    return metrics.lines().filter(l -> !l.startsWith("#") && l.startsWith(prefix)).count();
  }

  double heapMebibytes() {
    return sum("process_heap_bytes") / KIB / KIB;
  }

  double rssMebibytes() {
    return field("smaps_rollup", "Rss:") / KIB;
  }

  double anonymousMebibytes() {
    return field("smaps_rollup", "Anonymous:") / KIB;
  }

  long threads() {
    return field("status", "Threads:");
  }

  long descriptors() {
    try (var all = Files.list(proc().resolve("fd"))) {
      return all.count();
    } catch (IOException e) {
      throw new Failure("cannot list the descriptors of " + member.name(), e);
    }
  }

  long children() {
    return member.program().handle().children().count();
  }

  long logBytes() {
    try {
      return Files.size(member.log());
    } catch (IOException e) {
      throw new Failure("cannot measure " + member.log(), e);
    }
  }

  private Path proc() {
    return Path.of("/proc", "" + member.program().handle().pid());
  }

  private long field(String file, String name) {
    try {
      return Files.readString(proc().resolve(file))
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new Failure("cannot read " + file + " of " + member.name(), e);
    }
  }
}
