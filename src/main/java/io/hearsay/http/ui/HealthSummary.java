package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The answer to the operator's first question: is all well, and if not, what is wrong?
 *
 * @param level {@code well}, {@code look} (something is not as it should be) or {@code bad}
 *     (something failed)
 * @param title a few words
 * @param findings one sentence each, the worst first
 */
public record HealthSummary(String level, String title, List<String> findings)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "level" -> level;
          case "title" -> title;
          case "findings" -> findings;
          default -> null;
        });
  }

  private static final int NAMED = 6;
  private static final int SLOW = 3;
  private static final int SENTENCES = 8;
  private static final int NOTES = 3;

  static HealthSummary of(
      List<MemberRow> members, SelfPanel self, Optional<ProxyPanel> proxy, ProxyFindings findings) {
    var bad = new ArrayList<String>();
    if (!self.refusal().isEmpty()) {
      bad.add("The others do not let this member in: " + self.refusal());
    }
    named(members, "failed").ifPresent(bad::add);
    proxy.filter(p -> p.state().equals("broken")).ifPresent(p -> bad.add(broken(p)));

    bad.addAll(findings.bad());

    var look = new ArrayList<String>();
    if (!self.joined()) {
      look.add("This member has met no other one yet; it goes on asking its seeds.");
      self.seeds().forEach((seed, why) -> look.add("The seed " + seed + " " + why + "."));
    }
    named(members, "suspect").ifPresent(look::add);
    names(members.stream().filter(m -> m.health().equals("failing")).toList())
        .ifPresent(n -> look.add("Application failing its check: " + n + "."));
    proxy
        .filter(p -> p.state().equals("behind"))
        .ifPresent(
            p ->
                look.add(
                    String.format(
                        Locale.ROOT,
                        "%s revision %s, revision %s is on its way.",
                        p.status().driven() ? "HAProxy runs" : "The file has",
                        p.appliedRevision(),
                        p.revision())));
    look.addAll(findings.look());
    if (proxy.isEmpty()
        && members.stream().anyMatch(m -> present(m, "backend"))
        && members.stream().noneMatch(m -> present(m, "balancer"))) {
      look.add(
          "No member is a balancer: nobody sends requests to the services. Start one with"
              + " role=balancer.");
    }
    if (self.localHealth() >= SLOW) {
      look.add(
          String.format(
              Locale.ROOT,
              "This member is slow or badly connected (local health %s of 8).",
              self.localHealth()));
    }
    return of(bad, look, findings.notes(), members, proxy);
  }

  private static HealthSummary of(
      List<String> bad,
      List<String> look,
      List<String> notes,
      List<MemberRow> members,
      Optional<ProxyPanel> proxy) {
    var findings = new ArrayList<>(bad);
    findings.addAll(look);
    if (!findings.isEmpty()) {
      shorten(findings);
      addNotes(findings, notes);
      return bad.isEmpty()
          ? new HealthSummary("look", "Something to look at", findings)
          : new HealthSummary("bad", "Not all is well", findings);
    }
    long present = members.stream().filter(m -> !m.status().equals("left")).count();
    var all = present == 1 ? "One member, this one" : present + " members, all present";
    var haproxy =
        proxy
            .map(
                p ->
                    p.status().driven()
                        ? "; HAProxy runs revision " + p.revision()
                        : "; the file has revision "
                            + p.revision()
                            + ", HAProxy is not driven from here")
            .orElse("");
    findings.add(all + haproxy + ".");
    addNotes(findings, notes);
    return new HealthSummary("well", "All is well", findings);
  }

  /** Keeps the first findings, which are the worst; the rest is in the lists below. */
  private static void shorten(List<String> findings) {
    int more = findings.size() - SENTENCES;
    if (more > 0) {
      findings.subList(SENTENCES, findings.size()).clear();
      findings.add(more == 1 ? "And 1 more, see below." : "And " + more + " more, see below.");
    }
  }

  private static void addNotes(List<String> findings, List<String> notes) {
    int shown = Math.min(NOTES, notes.size());
    findings.addAll(notes.subList(0, shown));
    if (shown < notes.size()) {
      findings.add(notes.size() - shown + " more servers get no new requests, as they were asked.");
    }
  }

  private static boolean present(MemberRow member, String role) {
    return member.role().equals(role)
        && !member.status().equals("failed")
        && !member.status().equals("left");
  }

  private static String broken(ProxyPanel proxy) {
    return proxy.error().isEmpty()
        ? "HAProxy does not answer on its socket."
        : "HAProxy: " + proxy.error();
  }

  private static Optional<String> named(List<MemberRow> members, String status) {
    return names(members.stream().filter(m -> m.status().equals(status)).toList())
        .map(n -> (status.equals("failed") ? "Failed: " : "Suspected to have failed: ") + n + ".");
  }

  private static Optional<String> names(List<MemberRow> members) {
    if (members.isEmpty()) {
      return Optional.empty();
    }
    var names = String.join(", ", members.stream().limit(NAMED).map(MemberRow::name).toList());
    int more = members.size() - NAMED;
    return Optional.of(more > 0 ? names + " and " + more + " more" : names);
  }
}
