package io.hearsay.dist;

import java.util.List;
import java.util.stream.Collectors;

/** Completion for fish. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of hearsay for fish. Written from the command line's own declarations.
      function __hearsay_verb -d 'The verb of the command line, if there is one'
          for word in (commandline -opc)[2..-1]
              if not string match -q -- '-*' $word
                  echo $word
                  return 0
              end
          end
          return 1
      end

      complete -c hearsay -f
      """;

  private FishCompletion() {}

  /** The script. */
  static String text(List<Verb> verbs) {
    var script = new StringBuilder(HEAD);
    var names = verbs.stream().skip(1).map(Verb::name).collect(Collectors.joining(" "));
    verbs.getFirst().flags().forEach(flag -> flag(script, "not __hearsay_verb >/dev/null", flag));
    for (var verb : verbs.subList(1, verbs.size())) {
      script
          .append("complete -c hearsay -n 'not __hearsay_verb >/dev/null' -a ")
          .append(verb.name())
          .append(" -d ")
          .append(quoted(Sentences.first(String.join(" ", verb.description()))))
          .append('\n');
      var condition = "test (__hearsay_verb) = " + verb.name();
      verb.flags().forEach(flag -> flag(script, condition, flag));
      if (verb.name().equals("help")) {
        script.append("complete -c hearsay -n ").append(quoted(condition));
        script.append(" -a ").append(quoted(names)).append('\n');
      }
      if (verb.name().equals("agent")) {
        script
            .append("complete -c hearsay -n ")
            .append(quoted(condition + "; and contains -- -- (commandline -opc)"));
        script.append(" -x -a '(__fish_complete_subcommand --fcs-skip=2)'\n");
      }
    }
    return script.toString();
  }

  private static void flag(StringBuilder script, String condition, Flag flag) {
    script.append("complete -c hearsay -n ").append(quoted(condition));
    for (var name : flag.names()) {
      script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    if (!flag.isSwitch()) {
      script.append(
          switch (flag.value()) {
            case Value.Choice choice -> " -x -a " + quoted(String.join(" ", choice.words()));
            case Value.AFile file -> " -r -F";
            case Value.Free free -> " -x";
          });
    }
    script.append(" -d ").append(quoted(flag.description())).append('\n');
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
