package io.hearsay.balancer.render;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.BalancerSettings.Mode;
import io.hearsay.balancer.plan.Sections;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Inspects a rendered configuration for what HAProxy accepts but would keep us from controlling the
 * HAProxy that runs with it: the admin socket, through which each step is confirmed and servers are
 * changed, and directives that replace the process that was started by another one. This happens
 * before anything is touched, in the agent and in {@code hearsay check}. What depends on conditions
 * ({@code .if}) or on HAProxy's environment is assumed to be correct; if a take-over fails because
 * of it, that is undone ({@link io.hearsay.balancer.haproxy.ChildLauncher}).
 *
 * <p>The requirements depend on how HAProxy is started. As our child it must remain the process we
 * started and pass on its listeners. A master of ours must stay in the foreground. If somebody else
 * starts it, possibly in another container, only the admin socket is required.
 */
public final class TextInspection {
  private static final String WANTED_LINE =
      "in the section global, write: stats socket {config.socket} mode 600 level admin"
          + " expose-fd listeners";

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final BalancerSettings settings;
  private final List<Line> sockets = new ArrayList<>();
  private boolean uncertain;

  private TextInspection(BalancerSettings settings) {
    this.settings = settings;
  }

  /**
   * A problem.
   *
   * @param line of the rendered text; empty if a line is missing
   * @param message what is wrong and what to write instead
   */
  public record Finding(String line, String message) {}

  private record Line(String text, List<String> words) {
    boolean has(String... following) {
      for (int i = 0; i + following.length <= words.size(); i++) {
        if (words.subList(i, i + following.length).equals(List.of(following))) {
          return true;
        }
      }
      return false;
    }

    String word(int at) {
      return at < words.size() ? words.get(at) : "";
    }
  }

  /** The first problem; empty if there is none. */
  public static Optional<Finding> of(String text, BalancerSettings settings) {
    return new TextInspection(settings).inspect(text);
  }

  private Optional<Finding> inspect(String text) {
    boolean global = false;
    for (var line : text.lines().toList()) {
      var first = firstWord(line);
      if (Sections.isName(first)) {
        global = first.equals("global");
      } else if (global && !first.isEmpty()) {
        var finding = directive(new Line(line, words(line)));
        if (finding.isPresent()) {
          return finding;
        }
      }
    }
    return socket();
  }

  private static String firstWord(String line) {
    var words = SPACE.split(line.trim(), 2);
    return words[0].startsWith("#") ? "" : words[0];
  }

  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    for (var word : SPACE.split(line.trim())) {
      if (word.startsWith("#")) {
        break;
      }
      words.add(word.replaceAll("[\"']", ""));
    }
    return words;
  }

  private Optional<Finding> directive(Line line) {
    return switch (line.word(0)) {
      case "stats" -> {
        if (line.word(1).equals("socket")) {
          uncertain |= line.word(2).contains("$");
          sockets.add(line);
        }
        yield Optional.empty();
      }
      case "master-worker" ->
          found(
              settings.reloading().mode() == Mode.EXEC,
              line,
              "HAProxy would run as a master with a worker, which is not the process that Hearsay"
                  + " started; remove the line, or set hearsay.balancer.reload=master");
      case "daemon" ->
          found(
              settings.reloading().mode() == Mode.MASTER && settings.startsHere(),
              line,
              "the master would go to the background, where it is lost; remove the line");
      case "nbproc" ->
          found(
              !line.word(1).equals("1"),
              line,
              "each of the processes would have servers of its own, and only one could be changed;"
                  + " remove the line, and write nbthread if you mean to use more cores");
      case "unix-bind" ->
          found(
              line.has("prefix"),
              line,
              "the prefix would put the admin socket where nobody looks for it; remove it here and"
                  + " write whole paths");
      default -> Optional.empty();
    };
  }

  private static Optional<Finding> found(boolean wrong, Line line, String message) {
    return wrong
        ? Optional.of(new Finding(line.text(), line.word(0) + ": " + message))
        : Optional.empty();
  }

  private Optional<Finding> socket() {
    var ours = sockets.stream().filter(s -> path(s).equals(settings.socket().toString())).toList();
    if (ours.size() > 1) {
      return Optional.of(
          new Finding(
              ours.get(1).text(),
              "there is a second stats socket at the path of the admin socket, and only one of"
                  + " them would be reached; remove one of the lines"));
    }
    if (ours.isEmpty()) {
      // In another container the same file may have another path.
      boolean enough = settings.startsHere() ? uncertain : !sockets.isEmpty();
      return enough
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  sockets.isEmpty() ? "" : sockets.getFirst().text(),
                  "there is no admin socket at the path "
                      + settings.socket()
                      + ", so HAProxy could not be led; "
                      + WANTED_LINE));
    }
    var line = ours.getFirst();
    if (!line.has("level", "admin")) {
      return Optional.of(
          new Finding(
              line.text(),
              "the admin socket has no level admin, so servers could not be changed; "
                  + WANTED_LINE));
    }
    return settings.reloading().mode() == Mode.EXEC && !line.has("expose-fd", "listeners")
        ? Optional.of(
            new Finding(
                line.text(),
                "the admin socket does not give the listeners to the next process, so a reload"
                    + " would lose connections; "
                    + WANTED_LINE))
        : Optional.empty();
  }

  private static String path(Line line) {
    return line.word(2).replaceFirst("^unix@", "");
  }
}
