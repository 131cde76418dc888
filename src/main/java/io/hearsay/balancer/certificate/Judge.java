package io.hearsay.balancer.certificate;

import io.hearsay.balancer.haproxy.HaproxyHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says whether a certificate may serve: in time, and by HAProxy's own word, which knows best what
 * it takes and whether a key belongs to a certificate. Blocks for as long as HAProxy takes to say
 * so.
 */
final class Judge {
  /** Clocks differ. */
  private static final Duration EARLY = Duration.ofMinutes(5);

  private static final String WHERE = "'crt-list' : ";

  private final HaproxyHost host;
  private final Path directory;
  private final Clock clock;

  /**
   * One that writes its questions there.
   *
   * @param directory only its owner may read what is written
   */
  Judge(HaproxyHost host, Path directory, Clock clock) {
    this.host = host;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * What is wrong with a certificate by the clock; a name that has none gets whatever there is,
   * since clients that do not look are served with it all the same.
   *
   * @param before the one that serves
   */
  Optional<String> byTime(Pem pem, Optional<Pem> before) {
    var now = clock.instant();
    boolean expired = pem.expires().isBefore(now);
    boolean early = pem.begins().isAfter(now.plus(EARLY));
    if (before.isEmpty() || before.get().sameAs(pem) || (!expired && !early)) {
      return Optional.empty();
    }
    return Optional.of(
        expired
            ? "it has expired on " + pem.expires()
            : "it is valid from " + pem.begins() + " on only");
  }

  /** What HAProxy has against these, by their names. */
  SortedMap<String, String> byHaproxy(SortedMap<String, Pem> all) {
    var wrong = new TreeMap<String, String>();
    if (all.isEmpty() || byHaproxy(all.values()).isEmpty()) {
      return wrong;
    }
    // It says what is wrong with the first one only.
    all.forEach(
        (name, pem) -> byHaproxy(List.of(pem)).ifPresent(reason -> wrong.put(name, reason)));
    return wrong;
  }

  private Optional<String> byHaproxy(Collection<Pem> all) {
    var question = directory.resolve("question.cfg");
    var list = directory.resolve("question.list");
    int count = 0;
    try {
      var lines = new StringBuilder();
      for (var pem : all) {
        var file = directory.resolve("question-" + count + ".tmp");
        count++;
        KeptCertificates.write(file, pem.text());
        lines.append(file).append('\n');
      }
      KeptCertificates.write(list, lines.toString());
      KeptCertificates.write(
          question,
          """
          frontend question
              mode http
              timeout client 1s
              bind 127.0.0.1:1 ssl crt-list %s
              http-request deny
          """
              .formatted(list));
      return host.check(question).map(Judge::inShort);
    } catch (IOException e) {
      return Optional.of("HAProxy cannot be asked about it: " + e.getMessage());
    } finally {
      remove(question);
      remove(list);
      for (int i = 0; i < count; i++) {
        remove(directory.resolve("question-" + i + ".tmp"));
      }
    }
  }

  /** HAProxy names our copies, and lines of files that are gone by now. */
  static String inShort(String said) {
    int begin = said.indexOf(WHERE);
    return "HAProxy says: "
        + said.substring(begin < 0 ? 0 : begin + WHERE.length())
            .replaceFirst("^error processing line [0-9]+ in file '[^']*' : ", "")
            .replaceAll("'?[^\\s']*question[^\\s']*'?", "")
            .split(";| \\.( |$)", 2)[0]
            .replaceAll("\\s+", " ")
            .replaceFirst("[ .:]+$", "")
            .trim();
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is overwritten the next time.
    }
  }
}
