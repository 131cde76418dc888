package io.hearsay.documents;

import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.JoinRefusal.Direction;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/reference/metrics.adoc} from what agents tell Prometheus. */
public final class MetricsPage {
  private static final String OURS = "hearsay_";
  private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{([^}]*)})? .*");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

  private final Map<String, String> helps = new TreeMap<>();
  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, Set<String>> labels = new TreeMap<>();
  private final Map<String, Set<String>> roles = new TreeMap<>();

  private MetricsPage() {}

  /**
   * The whole page.
   *
   * @param balancer what a balancer tells, in Prometheus' text format
   * @param backend what a member with an application that it supervises tells
   */
  public static String text(String balancer, String backend) {
    var page = new MetricsPage();
    page.read("balancers", balancer);
    page.read("others", backend);
    return page.write();
  }

  private void read(String role, String text) {
    for (var line : text.split("\n")) {
      var words = line.split(" ", 4);
      if (line.startsWith("# HELP " + OURS)) {
        helps.put(words[2], words[3]);
      } else if (line.startsWith("# TYPE " + OURS)) {
        types.put(words[2], words[3]);
        roles.computeIfAbsent(words[2], name -> new TreeSet<>()).add(role);
      } else if (line.startsWith(OURS)) {
        sample(line);
      }
    }
  }

  private void sample(String line) {
    var sample = SAMPLE.matcher(line);
    if (!sample.matches() || sample.group(2) == null) {
      return;
    }
    var name = sample.group(1);
    var family = types.containsKey(name) ? name : PART.matcher(name).replaceFirst("");
    var found = labels.computeIfAbsent(family, f -> new TreeSet<>());
    LABEL.matcher(sample.group(2)).results().forEach(label -> found.add(label.group(1)));
    found.remove("le");
  }

  private String write() {
    var page = new StringBuilder("= Metrics\n:toc:\n");
    page.append(GeneratedPage.note("what two agents tell", "MetricsIT"));
    page.append(
        """

        `GET /q/metrics` at port 7374 of each agent, in the format that Prometheus asks for: its text or OpenMetrics. Durations are in seconds. Beside these there are those of the runtime; HAProxy's own, `haproxy_*`, are at `/metrics` of its statistics page.

        Alert rules and a Grafana dashboard that use them are in `compose/observability`: xref:../how-to/observability.adoc[].
        """);
    for (var family : types.keySet()) {
      page.append("\n`").append(family).append("`:: ").append(helps.get(family)).append(". _");
      page.append(types.get(family));
      if (labels.containsKey(family) && !labels.get(family).isEmpty()) {
        page.append(" by ").append(String.join(", ", labels.get(family)));
      }
      if (!roles.get(family).contains("others")) {
        page.append("; balancers only");
      } else if (!roles.get(family).contains("balancers")) {
        page.append("; with an application only");
      }
      page.append("_\n");
    }
    page.append(
        """

        == Why a join comes to nothing

        The reasons of `hearsay_joins_refused_total`. A seed is asked again and again and counts each time; a datagram is no join. What to do is in the log of both sides, and of each seed in `hearsay info`.
        """);
    for (var reason : JoinRefusal.values()) {
      page.append("\n`").append(reason.text()).append("`:: ");
      page.append(reason.help()).append(". _");
      page.append(
          Stream.of(Direction.values())
              .filter(reason::happens)
              .map(Direction::text)
              .collect(Collectors.joining(", ")));
      page.append("_\n");
    }
    return page.toString();
  }
}
