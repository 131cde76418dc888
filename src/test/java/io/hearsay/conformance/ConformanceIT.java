package io.hearsay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every endpoint and every verb, used correctly and incorrectly, with the jar and with the native
 * binary. Status, media type, shape of the body, exit code and words must match the table and be
 * the same for both. The binary is a different program from the jar: what reflection provides in
 * one may be missing from the other without any message.
 */
class ConformanceIT {
  private static final int KEY_BYTES = 32;
  private static final int LEAST_ROWS = 120;

  /** Their output depends on when they run; it is only checked that there is some. */
  private static final Set<String> MOVING =
      Set.of("members", "top", "info", "health", "render", "keys", "query", "reachability");

  @TempDir Path temp;

  @Test
  void theJarAndTheBinaryDoWhatTheTableSays() throws Exception {
    var found = new LinkedHashMap<String, Map<String, String>>();
    var wrong = new ArrayList<String>();
    int rows = 0;
    int network = 0;
    for (var subject : Subject.all()) {
      network++;
      var directory = Files.createDirectory(temp.resolve(subject.name()));
      try (var pair = new Pair(subject, directory, network)) {
        pair.start(key());
        var outcomes = new LinkedHashMap<String, String>();
        http(pair, outcomes, wrong);
        commands(pair, outcomes, wrong);
        rows = outcomes.size();
        found.put(subject.name(), outcomes);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(logs(directory), e);
      }
    }
    var subjects = List.copyOf(found.keySet());
    if (subjects.size() == 2) {
      var jar = found.get(subjects.get(0));
      found
          .get(subjects.get(1))
          .forEach(
              (row, outcome) -> {
                if (!outcome.equals(jar.get(row))) {
                  wrong.add(row + "\n  jar:    " + jar.get(row) + "\n  binary: " + outcome);
                }
              });
    }
    System.out.printf(
        "conformance: %d rows on %s, %d differences%n",
        rows, String.join(" and ", subjects), wrong.size());
    assertThat(rows).isGreaterThanOrEqualTo(LEAST_ROWS);
    assertThat(wrong).as("rows that differ").isEmpty();
  }

  private static String key() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static void http(Pair pair, Map<String, String> outcomes, List<String> wrong)
      throws IOException {
    var afar = addressFromAfar();
    var document = new ApiDocument();
    for (var row : HttpTable.rows()) {
      var head = new ArrayList<String>();
      head.add(row.request() + " HTTP/1.1");
      var to = pair.address(row.at(), afar);
      if (row.fields().stream().noneMatch(f -> f.startsWith("Host:"))) {
        head.add("Host: " + to.getHostString() + ":" + to.getPort());
      }
      head.addAll(row.fields());
      String outcome;
      try {
        var reply = HttpCall.send(to, head, row.body());
        outcome =
            reply.status()
                + " "
                + reply.type()
                + " "
                + pair.words(Shape.of(reply.type(), reply.body()));
        for (var difference :
            document.differences(row.request(), reply.status(), reply.type(), reply.body())) {
          wrong.add(row + "\n  docs/openapi.json: " + difference);
        }
        if (reply.status() != row.status() || !reply.type().equals(row.type())) {
          wrong.add(
              row + "\n  expected " + row.status() + " " + row.type() + "\n  was      " + outcome);
        }
      } catch (IOException e) {
        outcome = "no answer";
        wrong.add(row + "\n  " + e);
      }
      outcomes.put(unique(outcomes, row.toString()), outcome);
    }
  }

  private static void commands(Pair pair, Map<String, String> outcomes, List<String> wrong)
      throws IOException, InterruptedException {
    for (var row : CommandTable.rows()) {
      var ended = pair.run(row);
      boolean moving =
          !row.arguments().isEmpty()
              && MOVING.contains(row.arguments().getFirst())
              && !row.arguments().contains("--help");
      var outcome =
          ended.code()
              + (moving ? " " + !ended.out().isEmpty() : "\n" + ended.out())
              + "\n"
              + ended.err();
      if (ended.code() != row.code()) {
        wrong.add(row + "\n  expected code " + row.code() + "\n  was " + outcome);
      }
      outcomes.put(unique(outcomes, row.toString()), outcome);
    }
  }

  private static String unique(Map<String, String> outcomes, String row) {
    return outcomes.containsKey(row) ? unique(outcomes, row + " again") : row;
  }

  /** An address of this host that other hosts could use too. */
  private static String addressFromAfar() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> a instanceof java.net.Inet4Address && !a.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow(() -> new AssertionError("this host has no address but loopback's"));
  }

  private static String logs(Path directory) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(directory)) {
      for (var file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        var text = Files.readString(file);
        all.append("\n== ").append(file.getFileName()).append('\n');
        all.append(text, Math.max(0, text.length() - 4000), text.length());
      }
    }
    return all.toString();
  }
}
