package io.hearsay.dist;

import io.hearsay.config.Options;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import java.util.Locale;
import java.util.function.Function;

/** The man page of the file of settings. */
final class SettingsPage {
  static final String NAME = "hearsay.properties";

  private SettingsPage() {}

  /** {@code hearsay.properties(5)}. */
  static String page(Release release) {
    var page =
        new Roff(NAME, 5, release)
            .heading("NAME")
            .paragraph(NAME + " - settings of the Hearsay agent")
            .heading("SYNOPSIS")
            .paragraph("/etc/hearsay/" + NAME)
            .heading("DESCRIPTION")
            .paragraph(
                "Lines of NAME=VALUE, read by hearsay agent --config FILE. A flag counts more than"
                    + " the environment, the environment more than the file. Commas separate"
                    + " several values. A name that does not exist is an error, and so is a value"
                    + " that is wrong.")
            .paragraph(
                "SIGHUP has the agent read it again; what cannot change while it runs waits for"
                    + " the next start, and the log says so.");
    for (var group : Options.GROUPS) {
      group(page, group, Option::property, Option::variable);
    }
    for (var group : Options.GROUPS_OF_EACH) {
      group(
          page,
          group,
          option -> group.property("NAME", option.key()),
          option -> group.variable("NAME", option.key()));
    }
    return page.heading("SEE ALSO").paragraph("hearsay(1), hearsay-agent(1)").text();
  }

  private static void group(
      Roff page,
      OptionGroup group,
      Function<Option<?>, String> property,
      Function<Option<?>, String> variable) {
    page.heading(group.title().toUpperCase(Locale.ROOT));
    for (var option : group.options()) {
      var about = new StringBuilder(Sentences.of(option.help()));
      about.append(" It takes: ").append(option.type().name().replace("`", "")).append('.');
      if (!option.byDefault().isEmpty()) {
        about.append(" Default: ").append(option.byDefault()).append('.');
      } else if (!option.otherwise().isEmpty()) {
        about.append(" Default: ").append(option.otherwise().replace("`", "")).append('.');
      }
      about.append(" In the environment: ").append(variable.apply(option)).append('.');
      page.term(property.apply(option), "", about.toString());
    }
  }
}
