package io.hearsay.balancer.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The servers that an apply has changed, as they are reported.
 *
 * @param count the number of changed servers
 * @param first the first {@value #TOLD} of them; bounded since events are kept and a view may
 *     change all servers
 */
public record ServerChanges(int count, List<ServerChange> first) {
  /** No server was changed, or it is unknown which. */
  public static final ServerChanges NONE = new ServerChanges(0, List.of());

  /** How many are reported individually. */
  static final int TOLD = 20;

  private static final int NAMED = 3;

  /** Copies the list. */
  public ServerChanges {
    first = List.copyOf(first);
  }

  /** The changes of a plan. */
  public static ServerChanges of(List<Plan.Change> changes) {
    return told(ServerChange.of(changes));
  }

  private static ServerChanges told(List<ServerChange> all) {
    return new ServerChanges(all.size(), all.stream().limit(TOLD).toList());
  }

  /**
   * The changes between two texts; {@link #NONE} if there are server lines that are not understood.
   */
  public static ServerChanges between(String before, String after) {
    var was = ConfigText.parse(before);
    var now = was.flatMap(b -> b.parseNext(after));
    if (was.isEmpty() || now.isEmpty()) {
      return NONE;
    }
    var changes = new ArrayList<Plan.Change>();
    was.get()
        .backends()
        .forEach(
            (name, backend) -> {
              var kept = servers(now.get(), name);
              backend.servers().values().stream()
                  .filter(s -> !kept.containsKey(s.name()))
                  .forEach(s -> changes.add(new Plan.Change.Remove(name, s)));
            });
    now.get()
        .backends()
        .forEach(
            (name, backend) -> {
              var old = servers(was.get(), name);
              for (var server : backend.servers().values()) {
                var earlier = old.get(server.name());
                if (earlier == null) {
                  changes.add(new Plan.Change.Add(name, server));
                } else if (!earlier.equals(server)) {
                  changes.add(new Plan.Change.Modify(name, earlier, server));
                }
              }
            });
    return of(changes);
  }

  private static Map<String, ConfigText.ServerLine> servers(ConfigText text, String backend) {
    var found = text.backends().get(backend);
    return found == null ? Map.of() : found.servers();
  }

  /** A one-line summary, such as {@code 1 server changed: web1 weight 100 -> 0}. */
  public String text() {
    if (count == 0) {
      return "no server changed";
    }
    var named =
        first.stream()
            .limit(NAMED)
            .map(c -> c.server() + " " + c.text())
            .collect(Collectors.joining("; "));
    return (count == 1 ? "1 server changed: " : count + " servers changed: ")
        + named
        + (count > NAMED ? "; and " + (count - NAMED) + " more" : "");
  }
}
