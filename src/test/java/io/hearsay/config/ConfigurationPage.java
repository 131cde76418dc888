package io.hearsay.config;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import java.util.function.Function;

/** Writes {@code docs/configuration.adoc} from the declarations of the options. */
final class ConfigurationPage {
  private static final String INTRODUCTION =
      """
      = Settings
      // Written from the declarations of the options; `mvn test -Dtest=ConfigurationPageTest -Dwrite` writes it anew.

      A setting is given by its flag, by its variable in the environment, or by its name in the file of `--config FILE` (or `HEARSAY_CONFIG`), which holds lines of `NAME=VALUE`. In that order the first one counts, then the default. A flag that takes several values is given several times; in the environment and the file, commas separate them.

      A name in the file that does not exist is an error, and so is a value that is wrong: all of them are told at once, with where they came from, before anything starts. An unknown `HEARSAY_*` variable is a warning, since container platforms put variables of their own there.

      What has a field can be read by templates, see xref:templates.adoc[Services and templates].
      """;

  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private ConfigurationPage() {}

  /** The whole page. */
  static String text() {
    var page = new ConfigurationPage();
    for (var group : Options.GROUPS) {
      page.table(group, Option::property, Option::variable);
    }
    for (var group : Options.GROUPS_OF_EACH) {
      page.table(
          group,
          option -> group.property("NAME", option.key()),
          option -> group.variable("NAME", option.key()));
    }
    return page.page.toString();
  }

  private void table(
      OptionGroup group, Function<Option<?>, String> property, Function<Option<?>, String> name) {
    page.append("\n== ").append(group.title()).append("\n\n");
    page.append("[cols=\"3,3,2,2,2,4,1\",options=\"header\"]\n|===\n");
    page.append("|Name |Environment |Flag |Type |Default |Meaning |Since\n");
    for (var option : group.options()) {
      page.append("\n|`").append(property.apply(option)).append("`\n");
      cell("`" + name.apply(option) + "`");
      cell(flag(option));
      cell(option.type().name());
      cell(byDefault(option));
      cell(meaning(group, option));
      cell(option.since());
    }
    page.append("|===\n");
  }

  private static String flag(Option<?> option) {
    return option.flag().isEmpty()
        ? ""
        : "`" + option.flag() + (option.isSwitch() ? "" : " " + option.argument()) + "`";
  }

  private static String byDefault(Option<?> option) {
    return option.byDefault().isEmpty() ? option.otherwise() : "`" + option.byDefault() + "`";
  }

  private static String meaning(OptionGroup group, Option<?> option) {
    var help = option.help();
    var end = help.endsWith("…") ? "" : ".";
    var meaning = Character.toUpperCase(help.charAt(0)) + help.substring(1) + end;
    var record = group.isOfEach() ? "service" : "config";
    return group.templated().contains(option)
        ? meaning + " Field `" + record + "." + option.field() + "`."
        : meaning;
  }

  /** Text in backquotes is shown literally. */
  private void cell(String text) {
    page.append('|')
        .append(text.replaceAll("`([^`]*)`", "`+$1+`").replace("|", "\\|"))
        .append('\n');
  }
}
