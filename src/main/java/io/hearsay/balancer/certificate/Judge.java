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
 * Decides whether a certificate may be used: by its dates, and by HAProxy's own check, which knows
 * best what it accepts and whether a key belongs to a certificate. Blocks while HAProxy checks.
 */
final class Judge {
  /** How long before its start a certificate is accepted, as clocks differ. */
  private static final Duration EARLY = Duration.ofMinutes(5);

  private static final String WHERE = "'crt-list' : ";

  private final HaproxyHost host;
  private final Path directory;
  private final Clock clock;

  /**
   * Creates a judge that writes its questions to a directory.
   *
   * @param directory for files that only their owner may read
   */
  Judge(HaproxyHost host, Path directory, Clock clock) {
    this.host = host;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * What is wrong with a certificate's dates. For a name without a certificate any dates are
   * accepted, since clients that do not verify can still be served.
   *
   * @param before the certificate in use
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

  /** HAProxy's objections to these certificates, by name. */
  SortedMap<String, String> byHaproxy(SortedMap<String, Pem> all) {
    var wrong = new TreeMap<String, String>();
    if (all.isEmpty() || byHaproxy(all.values()).isEmpty()) {
      return wrong;
    }
    // HAProxy only reports the first problem, so each is checked by itself.
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

  /**
   * Shortens a message of HAProxy's, which refers to our copies and to lines of temporary files.
   */
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
      // It will be overwritten the next time.
    }
  }
}
