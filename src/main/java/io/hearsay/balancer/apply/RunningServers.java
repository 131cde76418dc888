package io.hearsay.balancer.apply;

import io.hearsay.balancer.haproxy.ServerState;
import io.hearsay.balancer.haproxy.ServerState.Row;
import io.hearsay.balancer.model.Endpoint;
import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.balancer.plan.ConfigText.ServerLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Compares the servers of a running HAProxy with a configuration. */
final class RunningServers {
  private RunningServers() {}

  /**
   * Checks that HAProxy has exactly the servers of the text, apart from removed ones that wait in
   * maintenance for their last connections. Weights are not compared where the line may not show
   * them.
   *
   * @return the waiting servers, as BACKEND/SERVER; empty if anything else differs
   */
  static Optional<List<String>> leftovers(ConfigText text, ServerState state) {
    var leftovers = new ArrayList<String>();
    var found = new HashSet<String>();
    for (var row : state.rows()) {
      var backend = text.backends().get(row.backend());
      // HAProxy has backends of its own.
      if (backend != null) {
        var id = row.backend() + "/" + row.server();
        var line = backend.servers().get(row.server());
        if (line == null && !backend.words().contains("server-template")) {
          if (!row.inMaintenance()) {
            return Optional.empty();
          }
          leftovers.add(id);
        } else if (line != null) {
          boolean weighs =
              backend.words().contains("default-server")
                  || text.defaults().contains("default-server");
          if (!isAt(line, row)
              || line.disabled() != row.inMaintenance()
              || (!weighs && line.weight() != row.weight())) {
            return Optional.empty();
          }
          found.add(id);
        }
      }
    }
    boolean all =
        text.backends().entrySet().stream()
            .allMatch(
                b ->
                    b.getValue().servers().keySet().stream()
                        .allMatch(s -> found.contains(b.getKey() + "/" + s)));
    return all ? Optional.of(leftovers) : Optional.empty();
  }

  /**
   * Whether the addresses are equal; other than IP addresses are never changed, and so not
   * compared.
   */
  private static boolean isAt(ServerLine line, Row row) {
    return Endpoint.parse(line.address()).map(e -> e.is(row.address(), row.port())).orElse(true);
  }

  /**
   * The state to pass to a new process: servers whose checks have marked them down, if the new text
   * has them at the same address with checks. Everything else is as the text says: an address, a
   * weight or maintenance that was set at run time must not come back from a dump.
   */
  static ServerState carriedOver(ConfigText text, ServerState state) {
    var rows = new ArrayList<Row>();
    for (var row : state.rows()) {
      var line = text.server(row.backend(), row.server());
      if (row.isDown()
          && line.isPresent()
          && line.get().checked()
          && !line.get().disabled()
          && Endpoint.parse(line.get().address())
              .filter(e -> e.is(row.address(), row.port()))
              .isPresent()) {
        rows.add(row.carriedOver(line.get().weight()));
      }
    }
    return new ServerState(state.header(), rows);
  }
}
