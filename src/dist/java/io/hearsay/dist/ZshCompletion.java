package io.hearsay.dist;

import java.util.List;

/** Completion for zsh, to be found as {@code _hearsay} in a directory of {@code $fpath}. */
final class ZshCompletion {
  private static final String HEAD =
      """
      #compdef hearsay
      # Completion of hearsay for zsh. Written from the command line's own declarations.
      """;

  private ZshCompletion() {}

  /** The script. */
  static String text(List<Verb> verbs) {
    var script = new StringBuilder(HEAD);
    script.append("_hearsay_verbs() {\n  local -a verbs\n  verbs=(\n");
    verbs.stream()
        .skip(1)
        .forEach(
            verb ->
                script
                    .append("    ")
                    .append(
                        quoted(
                            verb.name()
                                + ":"
                                + Sentences.first(String.join(" ", verb.description()))))
                    .append('\n'));
    script.append("  )\n  _describe -t verbs verb verbs\n}\n\n");
    script.append("_hearsay() {\n  local curcontext=$curcontext state line\n");
    script.append("  local -A opt_args\n  _arguments -C \\\n");
    verbs.getFirst().flags().forEach(flag -> specs(script, flag));
    script.append("    '1:verb:_hearsay_verbs' '*::argument:->rest' && return 0\n");
    script.append("  [[ $state == rest ]] || return 1\n");
    script.append("  curcontext=${curcontext%:*:*}:hearsay-$words[1]:\n");
    script.append("  case $words[1] in\n");
    verbs.stream().skip(1).forEach(verb -> verb(script, verb));
    return script.append("  esac\n}\n\n_hearsay \"$@\"\n").toString();
  }

  private static void verb(StringBuilder script, Verb verb) {
    script.append("    ").append(verb.name()).append(")\n      _arguments \\\n");
    verb.flags().forEach(flag -> specs(script, flag));
    var rest =
        switch (verb.name()) {
          case "help" -> "'1:verb:_hearsay_verbs'";
          case "agent" -> "'*::command:_normal'";
          default -> verb.words().isEmpty() ? "" : "'*: :'";
        };
    script.append("      ").append(rest).append("\n      ;;\n");
  }

  private static void specs(StringBuilder script, Flag flag) {
    for (var name : flag.names()) {
      script.append("    ").append(quoted(spec(flag, name))).append(" \\\n");
    }
  }

  private static String spec(Flag flag, String name) {
    var about = "[" + escaped(flag.description()) + "]";
    var many = flag.repeatable() ? "*" : "";
    if (flag.isSwitch()) {
      return many + name + about;
    }
    var value =
        switch (flag.value()) {
          case Value.Choice choice -> "(" + String.join(" ", choice.words()) + ")";
          case Value.AFile file -> "_files";
          case Value.Free free -> "";
        };
    return many + name + "=" + about + ":" + escaped(flag.argument()) + ":" + value;
  }

  /** Colons and brackets end the parts of a specification. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\:").replace("[", "\\[").replace("]", "\\]");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
