package io.hearsay.balancer.sim;

import io.hearsay.balancer.haproxy.Elsewhere;
import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.haproxy.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Another host, with mistakes that code using it might make. */
public final class ForwardingHost implements HaproxyHost {
  private final HaproxyHost host;
  private final boolean checks;
  private final boolean doubts;

  private ForwardingHost(HaproxyHost host, boolean checks, boolean doubts) {
    this.host = host;
    this.checks = checks;
    this.doubts = doubts;
  }

  /** A host on which every configuration passes, whatever HAProxy says. */
  public static HaproxyHost thatChecksNothing(HaproxyHost host) {
    return new ForwardingHost(host, false, true);
  }

  /** A host on which every command succeeds, whatever HAProxy says. */
  public static HaproxyHost thatAlwaysSaysYes(HaproxyHost host) {
    return new ForwardingHost(host, true, false);
  }

  @Override
  public Launcher launcher() {
    return host.launcher();
  }

  @Override
  public HaproxyApi api(Path socket) {
    var api = host.api(socket);
    return doubts ? api : new Yes(api);
  }

  private record Yes(HaproxyApi api) implements HaproxyApi {
    @Override
    public String ask(String command) throws IOException {
      return api.ask(command);
    }

    @Override
    public List<String> askAll(List<String> commands) throws IOException {
      try {
        var answers = api.askAll(commands);
        return commands.getFirst().startsWith("show")
            ? answers
            : commands.stream().map(Yes::yes).toList();
      } catch (IOException e) {
        return commands.stream().map(Yes::yes).toList();
      } catch (java.util.NoSuchElementException e) {
        return List.of();
      }
    }

    private static String yes(String command) {
      return command.startsWith("add")
          ? "New server registered."
          : command.startsWith("del")
              ? "Server deleted."
              : command.contains(" addr ") ? "no need to change the addr" : "";
    }

    @Override
    public Optional<Info> info() {
      return api.info();
    }
  }

  @Override
  public Optional<String> check(Path file) throws IOException {
    var wrong = host.check(file);
    return checks ? wrong : Optional.empty();
  }

  @Override
  public Optional<String> obstacle(String running, String wanted) {
    return host.obstacle(running, wanted);
  }

  @Override
  public Elsewhere elsewhere() throws IOException {
    return host.elsewhere();
  }
}
