package io.hearsay.balancer.sim;

import io.hearsay.balancer.haproxy.ServerState;
import java.util.List;
import java.util.Map;

/** The commands of the runtime API that Hearsay uses, as HAProxy 2.6 answers them. */
final class SimCommands {
  private static final String NO_SERVER = "No such server.";

  private final SimProcess process;
  private final long now;

  SimCommands(SimProcess process, long now) {
    this.process = process;
    this.now = now;
  }

  /** Carries out a command and returns the answer. */
  String obey(String command) {
    var words = List.of(command.split(" ", -1));
    return switch (words.getFirst() + " " + words.get(1)) {
      case "show info" -> "Name: HAProxy\nVersion: 2.6.12\nPid: " + process.pid();
      case "show servers" -> states();
      case "add server" -> add(words.get(2), words.subList(3, words.size()));
      case "del server" -> delete(words.get(2));
      case "set server" -> set(words.get(2), words.subList(3, words.size()));
      case "enable health" -> enable(words.get(2));
      case "enable dynamic-cookie" ->
          process.backend(words.get(3)).isEmpty() ? "No such backend." : "";
      default -> "Unknown command: '" + words.getFirst() + "'";
    };
  }

  private String states() {
    var text = new StringBuilder(ServerState.NONE.header()).append('\n');
    process
        .backends()
        .forEach(
            (backend, servers) ->
                servers.forEach(
                    (name, s) ->
                        text.append(
                            "3 %s 1 %s %s 2 %s %s 1 0 15 3 4 6 0 0 0 - %s -%n"
                                .formatted(
                                    backend,
                                    name,
                                    s.address(),
                                    s.maintenance() ? 1 : 0,
                                    s.weight(),
                                    s.port()))));
    return text.toString().trim();
  }

  private static String backend(String id) {
    return id.substring(0, id.indexOf('/'));
  }

  private static String name(String id) {
    return id.substring(id.indexOf('/') + 1);
  }

  private Map<String, SimServer> servers(String id) {
    return process.backend(backend(id)).orElse(null);
  }

  private SimServer server(String id) {
    var servers = servers(id);
    return servers == null ? null : servers.get(name(id));
  }

  private String add(String id, List<String> words) {
    var servers = servers(id);
    if (servers == null) {
      return "No such backend.";
    }
    if (servers.containsKey(name(id))) {
      return "Already exists a server with the same name in backend.";
    }
    servers.put(name(id), SimServer.added(words));
    return "New server registered.";
  }

  private String delete(String id) {
    var server = server(id);
    if (server == null) {
      return servers(id) == null ? "No such backend." : NO_SERVER;
    }
    if (!server.maintenance()) {
      return "Only servers in maintenance mode can be deleted.";
    }
    if (server.isBusy(now)) {
      return "Server still has connections attached to it, cannot remove it.";
    }
    servers(id).remove(name(id));
    return "Server deleted.";
  }

  private String set(String id, List<String> words) {
    var server = server(id);
    if (server == null) {
      return servers(id) == null ? "No such backend." : NO_SERVER;
    }
    return switch (words.getFirst()) {
      case "weight" -> {
        server.weigh(Integer.parseInt(words.get(1)));
        yield "";
      }
      case "state" -> {
        server.maintain(words.get(1).equals("maint"));
        yield "";
      }
      case "health" -> "";
      case "addr" -> {
        int port = Integer.parseInt(words.get(3));
        if (server.isAt(words.get(1), port)) {
          yield "no need to change the addr, port, by 'stats socket command'";
        }
        server.moveTo(words.get(1), port);
        yield "IP changed, port changed by 'stats socket command'";
      }
      default -> "'set server <srv>' only supports 'agent', 'health', 'state', 'weight', 'addr'";
    };
  }

  private String enable(String id) {
    var server = server(id);
    if (server == null) {
      return NO_SERVER;
    }
    server.check();
    return "";
  }
}
