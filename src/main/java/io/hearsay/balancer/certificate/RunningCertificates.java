package io.hearsay.balancer.certificate;

import io.hearsay.balancer.haproxy.HaproxyApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The certificates of one HAProxy process, and how to change them at run time (management guide,
 * section 9.3, <i>set ssl cert</i>, <i>add ssl crt-list</i>). Blocks.
 */
final class RunningCertificates {
  /**
   * Maximum length of a command, which must fit into HAProxy's buffer, of 16384 bytes by default.
   */
  private static final int LONGEST = 15_000;

  private final Path list;
  private final UnaryOperator<String> path;

  /** The process's certificates by name; empty if unknown. */
  private Optional<Map<String, Pem>> loaded = Optional.empty();

  /**
   * Creates an instance for a process whose certificates are unknown.
   *
   * @param list that the process reads at its start
   * @param path from which it reads the certificate of a name
   */
  RunningCertificates(Path list, UnaryOperator<String> path) {
    this.list = list;
    this.path = path;
  }

  /** A process was started with these certificates. */
  void started(Map<String, Pem> with) {
    loaded = Optional.of(new LinkedHashMap<>(with));
  }

  /** There is another process, whose certificates are unknown. */
  void unknown() {
    loaded = Optional.empty();
  }

  /**
   * Changes the process's certificates to these.
   *
   * @return why that needs a reload; empty if it has them
   */
  Optional<String> bring(HaproxyApi api, Map<String, Pem> wanted) {
    if (loaded.isPresent() && has(wanted)) {
      return Optional.empty();
    }
    var before = loaded;
    // Unknown until the result is known.
    loaded = Optional.empty();
    try {
      var names = before.isPresent() ? before.get().keySet() : listed(api);
      var has = before.orElse(Map.of());
      if (!first(names).equals(first(wanted.keySet()))) {
        return Optional.of("another certificate is the one for all other names");
      }
      for (var entry : wanted.entrySet()) {
        var known = Optional.ofNullable(has.get(entry.getKey()));
        if (known.isEmpty() || !known.get().sameAs(entry.getValue())) {
          set(api, entry.getKey(), entry.getValue(), names.contains(entry.getKey()));
        }
      }
      for (var name : names) {
        if (!wanted.containsKey(name)) {
          delete(api, name);
        }
      }
      started(wanted);
      return Optional.empty();
    } catch (RefusedCertificate | IOException e) {
      return Optional.of("a certificate cannot be changed at run time: " + e.getMessage());
    }
  }

  private boolean has(Map<String, Pem> wanted) {
    return loaded.get().size() == wanted.size()
        && wanted.entrySet().stream()
            .allMatch(
                e -> {
                  var had = loaded.get().get(e.getKey());
                  return had != null && had.sameAs(e.getValue());
                });
  }

  private static Optional<String> first(Iterable<String> names) {
    var all = names.iterator();
    return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
  }

  /** The names on HAProxy's list, in its order. */
  private LinkedHashSet<String> listed(HaproxyApi api) throws IOException {
    var names = new LinkedHashSet<String>();
    var ours = new HashMap<String, String>();
    for (var line : api.ask("show ssl crt-list " + list).lines().toList()) {
      var file = line.trim();
      var name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.pem$", "");
      ours.put(path.apply(name), name);
      if (ours.containsKey(file)) {
        names.add(name);
      }
    }
    return names;
  }

  private void set(HaproxyApi api, String name, Pem pem, boolean there)
      throws IOException, RefusedCertificate {
    var file = path.apply(name);
    if (pem.text().length() > LONGEST) {
      throw new RefusedCertificate(name + " is too long for HAProxy's socket");
    }
    if (!there) {
      // May be left over from an attempt that failed half-way.
      api.ask("del ssl cert " + file);
      expect(api, "new ssl cert " + file, "New empty certificate");
    }
    try {
      expect(api, "set ssl cert " + file + " <<\n" + pem.text(), "Transaction ");
      expect(api, "commit ssl cert " + file, "Success!");
    } catch (RefusedCertificate e) {
      api.ask("abort ssl cert " + file);
      throw e;
    }
    if (!there) {
      expect(api, "add ssl crt-list " + list + " " + file, "Success!");
    }
  }

  private void delete(HaproxyApi api, String name) throws IOException, RefusedCertificate {
    var file = path.apply(name);
    expect(api, "del ssl crt-list " + list + " " + file, "deleted");
    expect(api, "del ssl cert " + file, "deleted");
  }

  private static void expect(HaproxyApi api, String command, String answer)
      throws IOException, RefusedCertificate {
    var said = api.ask(command);
    if (!said.contains(answer)) {
      var words = List.of(command.lines().findFirst().orElse("").split(" "));
      throw new RefusedCertificate(
          String.join(" ", words.subList(0, 3))
              + ": "
              + said.lines().findFirst().orElse("nothing"));
    }
  }
}
