package io.hearsay.dist;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Completion for bash, by its own means: no bash-completion is needed. bash takes {@code =} for a
 * border of words, so that a flag and its value come as three.
 */
final class BashCompletion {
  private static final String HEAD =
      """
      # Completion of hearsay for bash. Written from the command line's own declarations.
      _hearsay() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= flags= words= flag= i
        COMPREPLY=()
        for ((i = 1; i < COMP_CWORD; i++)); do
          case ${COMP_WORDS[i]} in
            --) # The command that an agent runs.
              if ((i == COMP_CWORD - 1)); then
                mapfile -t COMPREPLY < <(compgen -c -- "$cur")
              else
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
              fi
              return
              ;;
            -* | =) ;;
            *) if [[ -z $verb ]]; then verb=${COMP_WORDS[i]}; fi ;;
          esac
        done
        if [[ $cur == = ]]; then
          flag=$prev cur=
        elif [[ $prev == = ]]; then
          flag=${COMP_WORDS[COMP_CWORD-2]}
        elif [[ $cur != -* ]]; then
          flag=$prev
        fi
      """;
  private static final String TAIL =
      """
        if [[ $words == / ]]; then
          compopt -o filenames 2>/dev/null
          mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        elif [[ -n $words ]]; then
          mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        elif [[ $cur == -* ]]; then
          mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$cur")
          # What ends with = goes on.
          if [[ ${COMPREPLY[0]-} == *= ]]; then compopt -o nospace 2>/dev/null; fi
        fi
      }
      complete -F _hearsay hearsay
      """;

  private BashCompletion() {}

  /** The script. */
  static String text(List<Verb> verbs) {
    var script = new StringBuilder(HEAD);
    var names = verbs.stream().skip(1).map(Verb::name).collect(Collectors.joining(" "));
    script.append("  case $verb in\n");
    for (var verb : verbs) {
      boolean program = verb == verbs.getFirst();
      script.append("    ").append(program ? "''" : verb.name()).append(")\n");
      script.append("      flags='").append(flags(verb)).append("'\n");
      if (program || verb.name().equals("help")) {
        script.append("      if [[ $cur != -* ]]; then words='").append(names).append("'; fi\n");
      }
      values(script, verb);
      script.append("      ;;\n");
    }
    return script.append("  esac\n").append(TAIL).toString();
  }

  private static String flags(Verb verb) {
    return verb.flags().stream()
        .map(flag -> flag.isSwitch() ? String.join(" ", flag.names()) : flag.name() + "=")
        .collect(Collectors.joining(" "));
  }

  private static void values(StringBuilder script, Verb verb) {
    var known = verb.flags().stream().filter(flag -> !words(flag).isEmpty()).toList();
    if (known.isEmpty()) {
      return;
    }
    script.append("      case $flag in\n");
    for (var flag : known) {
      script.append("        ").append(flag.name()).append(") words='").append(words(flag));
      script.append("' ;;\n");
    }
    script.append("      esac\n");
  }

  /** What is offered for a value; a slash stands for files. */
  private static String words(Flag flag) {
    return switch (flag.value()) {
      case Value.Choice choice -> String.join(" ", choice.words());
      case Value.AFile file -> "/";
      case Value.Free free -> "";
    };
  }
}
