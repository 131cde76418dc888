package io.hearsay.http.ui;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong for the clients of the services, as HAProxy sees it.
 *
 * @param bad requests fail
 * @param look requests are served, but not as they should be
 */
record ProxyFindings(List<String> bad, List<String> look) {
  private static final int NAMED = 3;

  /** Of an agent that drives no HAProxy. */
  static final ProxyFindings NONE = new ProxyFindings(List.of(), List.of());

  static ProxyFindings of(ProxyStatus status, Observation seen) {
    var findings = new ProxyFindings(new ArrayList<>(), new ArrayList<>());
    if (status.appliedRevision() > 0 && status.servers().isEmpty()) {
      findings.bad.add("HAProxy has no server: all clients get 503.");
    }
    if (seen.at().isPresent()) {
      status.servers().stream()
          .map(ProxyStatus.Server::backend)
          .distinct()
          .forEach(service -> findings.service(service, seen.of(service)));
      seen.drifts().stream()
          .filter(drift -> drift.kind() != Drift.Kind.DOWN)
          .forEach(
              drift ->
                  findings.look.add(
                      VisibleText.text(drift.backend() + "/" + drift.server())
                          + ": "
                          + VisibleText.text(drift.text())
                          + "."));
    }
    return findings;
  }

  /** The same with more that is not as it should be. */
  ProxyFindings and(List<String> more) {
    var all = new ArrayList<>(look);
    all.addAll(more);
    return new ProxyFindings(bad, all);
  }

  private void service(String service, List<ServerStat> servers) {
    var name = VisibleText.text(service);
    var serving = servers.stream().filter(s -> s.health().serves()).toList();
    var down = servers.stream().filter(s -> s.health().down()).toList();
    if (serving.isEmpty() && !servers.isEmpty()) {
      bad.add(
          "No server of "
              + name
              + " is up: its clients get 503"
              + (down.isEmpty() ? "." : " (" + named(down) + ")."));
      return;
    }
    if (!down.isEmpty()) {
      look.add("DOWN in HAProxy, service " + name + ": " + named(down) + ".");
    }
    if (!serving.isEmpty() && serving.stream().allMatch(s -> s.place().backup())) {
      look.add(name + " is served by backups only.");
    }
  }

  private static String named(List<ServerStat> servers) {
    var names =
        servers.stream()
            .limit(NAMED)
            .map(
                s ->
                    VisibleText.text(
                        s.name() + (s.health().why().isEmpty() ? "" : " – " + s.health().why())))
            .collect(Collectors.joining("; "));
    int more = servers.size() - NAMED;
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
