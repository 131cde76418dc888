package io.hearsay.balancer.apply;

import io.hearsay.balancer.haproxy.Version;
import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.balancer.plan.ConfigText.Backend;
import io.hearsay.balancer.plan.ConfigText.ServerLine;
import io.hearsay.balancer.plan.DynamicServers;
import io.hearsay.balancer.plan.Sections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The part of a change that a running HAProxy can make although the whole needs a reload: its text
 * with other server lines and nothing else changed. While a reload is impossible or has to wait,
 * this keeps requests away from addresses that are no longer in use.
 *
 * @param text what HAProxy runs with once the part is applied
 * @param waiting what still needs the reload, in words, in the order of the text
 * @param stuck names of servers that should get no new requests but still do
 */
public record RuntimePart(String text, List<String> waiting, Set<String> stuck) {

  /** Copies the collections. */
  public RuntimePart {
    waiting = List.copyOf(waiting);
    stuck = Set.copyOf(stuck);
  }

  /**
   * The part of a change from one text to another.
   *
   * @param wanted the text after the reload
   * @param member whether the member of a name is to be served, in any backend: such servers of a
   *     backend that the wanted text does not have are kept
   * @param version of the running HAProxy
   * @return empty if there are server lines that are not understood
   */
  static Optional<RuntimePart> of(
      String running, String wanted, Predicate<String> member, Version version) {
    var before = ConfigText.parse(running);
    var after = before.flatMap(b -> b.parseNext(wanted));
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    var builder = new Builder(before.get(), after.get(), member, version, wanted);
    return Optional.of(builder.build(running));
  }

  private static final class Builder {
    private final ConfigText before;
    private final ConfigText after;
    private final Predicate<String> member;
    private final Version version;
    private final Map<ServerLine, String> written = new LinkedHashMap<>();
    private final List<String> waiting = new ArrayList<>();
    private final Set<String> stuck = new TreeSet<>();

    Builder(
        ConfigText before,
        ConfigText after,
        Predicate<String> member,
        Version version,
        String wanted) {
      this.before = before;
      this.after = after;
      this.member = member;
      this.version = version;
      wanted
          .lines()
          .filter(after.lines()::containsKey)
          .forEach(line -> written.putIfAbsent(after.lines().get(line), line));
    }

    RuntimePart build(String running) {
      var servers = new LinkedHashMap<String, Map<String, String>>();
      before.backends().forEach((name, backend) -> servers.put(name, lines(name, backend)));
      after.backends().keySet().stream()
          .filter(name -> !before.backends().containsKey(name))
          .forEach(name -> waiting.add("backend " + name));
      return new RuntimePart(new Rewriter(before, servers).rewrite(running), waiting, stuck);
    }

    /** The server lines of a backend by server name. */
    private Map<String, String> lines(String name, Backend backend) {
      var rules = new DynamicServers(version, before.defaults(), backend.words());
      var wanted = Optional.ofNullable(after.backends().get(name));
      var lines = new LinkedHashMap<String, String>();
      for (var was : backend.servers().values()) {
        var now = wanted.map(w -> w.servers().get(was.name()));
        if (now.isPresent()) {
          lines.put(was.name(), changed(name, was, now.get(), rules));
        } else if (wanted.isEmpty() && member.test(was.name())) {
          lines.put(was.name(), print(was));
        } else {
          removed(name, was, rules).ifPresent(line -> lines.put(was.name(), line));
        }
      }
      wanted.stream()
          .flatMap(w -> w.servers().values().stream())
          .filter(s -> !backend.servers().containsKey(s.name()))
          .forEach(
              s -> {
                if (rules.preventsAdding(s).isEmpty()) {
                  lines.put(s.name(), written.getOrDefault(s, print(s)));
                } else {
                  waiting.add("server " + name + "/" + s.name());
                }
              });
      return lines;
    }

    private String changed(String backend, ServerLine was, ServerLine now, DynamicServers rules) {
      var next =
          new ServerLine(was.name(), now.address(), now.weight(), now.disabled(), was.rest());
      boolean follows = rules.preventsModifying(was, next).isEmpty();
      if (!follows || !was.rest().equals(now.rest())) {
        waiting.add("server " + backend + "/" + was.name());
      }
      if (!follows && (now.disabled() || now.weight() == 0)) {
        stuck.add(was.name());
      }
      return print(follows ? next : was);
    }

    /** The line of a server that should be removed but cannot be; empty if it can. */
    private Optional<String> removed(String backend, ServerLine was, DynamicServers rules) {
      if (rules.preventsRemoving(was).isEmpty()) {
        return Optional.empty();
      }
      var out = new ServerLine(was.name(), was.address(), was.weight(), true, was.rest());
      if (rules.preventsModifying(was, out).isEmpty()) {
        return Optional.of(print(out));
      }
      waiting.add("server " + backend + "/" + was.name());
      stuck.add(was.name());
      return Optional.of(print(was));
    }
  }

  private static String print(ServerLine server) {
    return "    server "
        + server.name()
        + " "
        + server.address()
        + " weight "
        + server.weight()
        + (server.rest().isEmpty() ? "" : " " + String.join(" ", server.rest()))
        + (server.disabled() ? " disabled" : "");
  }

  /** Replaces server lines in a text. A line with the same meaning stays as it is written. */
  private static final class Rewriter {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final ConfigText before;
    private final Map<String, Map<String, String>> servers;
    private final List<String> out = new ArrayList<>();
    private String backend = "";

    /** The position of the backend's first server in the output. */
    private int first = -1;

    /** The position of the first server that is kept. */
    private int stays = -1;

    Rewriter(ConfigText before, Map<String, Map<String, String>> servers) {
      this.before = before;
      this.servers = servers;
    }

    String rewrite(String running) {
      running.lines().forEach(this::line);
      end();
      return String.join("\n", out) + "\n";
    }

    private void line(String line) {
      if (!Sections.isSilent(line)) {
        var words = SPACE.split(line.trim(), 3);
        if (Sections.begins(line, words[0])) {
          end();
          backend = Sections.backend(words);
        }
      }
      var server = backend.isEmpty() ? null : before.lines().get(line);
      if (server == null) {
        out.add(line);
        return;
      }
      if (first < 0) {
        first = out.size();
      }
      var other = servers.get(backend).remove(server.name());
      if (other != null) {
        stays = stays < 0 ? out.size() : stays;
        out.add(print(server).equals(other) ? line : other);
      }
    }

    /**
     * Writes the remaining servers of a backend, which are new, at the position of its first
     * server, or before the empty lines at its end. If there are none and the first server is
     * removed, the next one takes its place, so that the servers begin where they did.
     */
    private void end() {
      if (backend.isEmpty()) {
        return;
      }
      int at = first < 0 ? out.size() : first;
      while (first < 0 && Sections.isSilent(out.get(at - 1))) {
        at--;
      }
      if (servers.get(backend).isEmpty() && stays > first) {
        out.add(first, out.remove(stays));
      }
      out.addAll(at, servers.get(backend).values());
      servers.get(backend).clear();
      backend = "";
      first = -1;
      stays = -1;
    }
  }
}
