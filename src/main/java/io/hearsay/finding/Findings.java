package io.hearsay.finding;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.model.LeftOut;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.finding.Finding.Kind;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Derives the findings from what the pipeline did, what HAProxy reports, which members are present,
 * and how this one stands with them.
 */
public final class Findings {
  private static final int NAMED = 3;

  /** Most findings of one kind; more tell an operator nothing new. */
  private static final int MOST = 100;

  private final List<Finding> found = new ArrayList<>();

  private Findings() {}

  /** The findings of an agent that is a balancer. */
  public static List<Finding> of(ProxyStatus status, Observation seen) {
    var findings = new Findings();
    findings.state(status);
    findings.shared(seen);
    if (status.appliedRevision() > 0 && status.servers().isEmpty()) {
      findings.add(
          Kind.NO_SERVER,
          "",
          "HAProxy has no server: all clients get 503",
          status.leftOut().isEmpty()
              ? "start members with role=backend, and see that their checks pass"
              : "see which members are left out, and why");
    }
    if (seen.at().isPresent() && status.answering()) {
      findings.services(status, seen);
    }
    findings.certificates(status);
    findings.leftOut(status.leftOut().stream());
    if (status.answering()) {
      findings.drifts(seen);
    }
    findings.draining(status);
    return List.copyOf(findings.found);
  }

  /** The findings of an agent that is not a balancer. */
  public static List<Finding> of(ClusterView view) {
    var findings = new Findings();
    if (has(view, "backend") && !has(view, "balancer")) {
      findings.add(
          Kind.NO_BALANCER,
          "",
          "No member is a balancer: nobody sends requests to the services",
          "start one with role=balancer, and see that it joins");
    }
    // Nothing else would report this: each of these members is alive and healthy.
    findings.leftOut(
        view.present().stream()
            .filter(m -> m.tags().role().equals("backend"))
            .map(LeftOut::of)
            .flatMap(Optional::stream));
    return findings.found;
  }

  /** The findings about this member's own place in the cluster. */
  public static List<Finding> of(ClusterStats figures) {
    var findings = new Findings();
    if (!figures.refusal().isEmpty()) {
      findings.add(
          Kind.REFUSED,
          "",
          "The others do not let this member in: " + VisibleText.text(figures.refusal()),
          "");
    }
    // A member of a cluster needs none of its seeds any more.
    if (!figures.joined()) {
      figures.seeds().entrySet().stream()
          .limit(MOST)
          .forEach(
              seed -> {
                var name = VisibleText.text(seed.getKey());
                // The reason includes its remedy.
                findings.add(
                    Kind.NOT_JOINED,
                    name,
                    "The seed " + name + " " + VisibleText.text(seed.getValue()),
                    "");
              });
    }
    return findings.found;
  }

  private static boolean has(ClusterView view, String role) {
    return view.present().stream().map(Member::tags).anyMatch(t -> t.role().equals(role));
  }

  private void add(Kind kind, String subject, String text, String remedy) {
    found.add(new Finding(kind, subject, text, remedy));
  }

  private void state(ProxyStatus status) {
    boolean silent = status.driven() && !status.answering();
    if (status.lastError().isEmpty()) {
      // HAProxy may just be about to start for the first time.
      boolean tried = status.appliedRevision() > 0 || status.counts().failures() > 0;
      if (silent && tried) {
        add(
            Kind.HAPROXY_DOWN,
            "",
            "HAProxy does not answer on its socket",
            "see the log of what HAProxy says");
      }
      return;
    }
    var kind =
        switch (status.failure().orElseThrow()) {
          case TEMPLATE -> Kind.TEMPLATE_REFUSED;
          case FOREIGN_CONFIG -> Kind.FOREIGN_CONFIG;
          case ADDRESS_TAKEN -> silent ? Kind.ADDRESS_SHARED : Kind.RELOAD_IMPOSSIBLE;
          case DIED -> Kind.HAPROXY_DOWN;
          case OTHER -> silent ? Kind.HAPROXY_DOWN : Kind.RELOAD_IMPOSSIBLE;
        };
    // The error message includes its remedy.
    add(kind, "", "HAProxy: " + VisibleText.text(status.lastError().get()), "");
  }

  private void shared(Observation seen) {
    for (var stranger : seen.strangers()) {
      add(
          Kind.ADDRESS_SHARED,
          VisibleText.text(stranger),
          VisibleText.text(stranger) + " as well: it gets some of the requests",
          "stop it, or choose another address with hearsay.balancer.frontend or"
              + " hearsay.balancer.stats");
    }
  }

  private void services(ProxyStatus status, Observation seen) {
    status.servers().stream()
        .map(ProxyStatus.Server::backend)
        .distinct()
        .forEach(service -> service(service, seen.of(service)));
  }

  private void service(String service, List<ServerStat> servers) {
    var name = VisibleText.text(service);
    var serving = servers.stream().filter(s -> s.health().serves()).toList();
    var down = servers.stream().filter(s -> s.health().down()).toList();
    if (serving.isEmpty() && !servers.isEmpty()) {
      add(
          Kind.ALL_DOWN,
          name,
          "No server of "
              + name
              + " is up: its clients get 503"
              + (down.isEmpty() ? "" : " (" + named(down) + ")"),
          down.isEmpty()
              ? "start a member of that service, or end a drain (hearsay drain --off)"
              : "see why HAProxy cannot reach them from this host, or what they answer to its check"
                  + " (hearsay.service."
                  + name
                  + ".check)");
      return;
    }
    if (!down.isEmpty()) {
      add(
          Kind.SERVER_DOWN,
          name,
          "DOWN in HAProxy, service " + name + ": " + named(down),
          "see why HAProxy cannot reach it from this host while its member says that it is well");
    }
    if (!serving.isEmpty() && serving.stream().allMatch(s -> s.place().backup())) {
      add(
          Kind.BACKUPS_ONLY,
          name,
          name + " is served by backups only",
          "see to the servers of this balancer's own zone");
    }
  }

  private void certificates(ProxyStatus status) {
    status.certificates().stream()
        .limit(MOST)
        .forEach(
            certificate -> {
              var name = certificate.name();
              certificate
                  .refused()
                  .ifPresent(
                      why ->
                          add(
                              Kind.CERTIFICATE_REFUSED,
                              name,
                              "Certificate " + name + " is refused: " + why,
                              "put a good one in its place; it is taken within two seconds"));
              if (certificate.expiring()) {
                add(
                    Kind.CERTIFICATE_EXPIRING,
                    name,
                    "Certificate " + name + " ends on " + certificate.expires().orElseThrow(),
                    "renew it, and see why nobody has");
              }
            });
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

  private void leftOut(Stream<LeftOut> all) {
    all.limit(MOST)
        .forEach(
            out ->
                add(
                    Kind.LEFT_OUT,
                    VisibleText.text(out.member()),
                    out.text(),
                    "set another one on that member (hearsay tags --set)"));
  }

  private void drifts(Observation seen) {
    seen.drifts().stream()
        .filter(drift -> drift.kind() != Drift.Kind.DOWN)
        .limit(MOST)
        .forEach(
            drift -> {
              var server = VisibleText.text(drift.backend() + "/" + drift.server());
              add(
                  Kind.DRIFT,
                  server + " " + drift.kind().label(),
                  server + ": " + VisibleText.text(drift.text()),
                  "see who uses HAProxy's admin socket; hearsay drain takes a server out for good");
            });
  }

  private void draining(ProxyStatus status) {
    status.servers().stream()
        .filter(s -> !s.state().equals("ready"))
        .limit(MOST)
        .forEach(
            s -> {
              var server = VisibleText.text(s.backend() + "/" + s.name());
              add(
                  Kind.DRAINING,
                  server,
                  server
                      + (s.state().equals("drain")
                          ? " drains: it gets no new requests"
                          : " is in maintenance: it gets no requests"),
                  "hearsay drain --off on that member ends it");
            });
  }
}
