package io.hearsay.config;

import io.hearsay.appcheck.CheckOption;
import io.hearsay.appcheck.CheckSettings;
import io.hearsay.appcheck.CheckTarget;
import io.hearsay.supervise.ProcessOption;
import io.hearsay.supervise.ProcessSettings;
import io.hearsay.supervise.SuperviseOption;
import io.hearsay.supervise.SuperviseSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the settings of the application and the programs beside it. */
final class AppSettings {
  private final OptionReader reader;
  private final ConfigSources sources;

  AppSettings(OptionReader reader, ConfigSources sources) {
    this.reader = reader;
    this.sources = sources;
  }

  /** The application's health check. */
  CheckSettings check(boolean backend) {
    var values = reader.read(CheckOption.GROUP);
    CheckTarget otherwise = backend ? new CheckTarget.OwnPort() : new CheckTarget.None();
    return new CheckSettings(
        values.find(CheckOption.CHECK).orElse(otherwise),
        values.get(CheckOption.INTERVAL),
        values.get(CheckOption.TIMEOUT),
        values.get(CheckOption.RISE),
        values.get(CheckOption.FALL));
  }

  /** The programs to run. */
  SuperviseSettings supervise() {
    var values = reader.read(SuperviseOption.GROUP);
    var app =
        sources
            .command()
            .map(
                words ->
                    new ProcessSettings(
                        "the application",
                        words,
                        values.get(SuperviseOption.RESTART),
                        ProcessSettings.Output.INHERITED,
                        values.get(SuperviseOption.START),
                        values.get(SuperviseOption.STOP)));
    var others = new ArrayList<ProcessSettings>();
    sources.processes().forEach((name, keys) -> process(name, keys, others));
    return new SuperviseSettings(app, others, values.get(SuperviseOption.SIGNALS));
  }

  private void process(String name, Map<String, ConfigValue> keys, List<ProcessSettings> others) {
    if (!keys.containsKey(ProcessOption.COMMAND.key())) {
      var given = keys.values().iterator().next();
      reader.problem(
          given.origin() + ": there is no hearsay.process." + name + ".command to go with it");
      return;
    }
    var values = reader.read(ProcessOption.GROUP, name, keys);
    values
        .find(ProcessOption.COMMAND)
        .ifPresent(
            words ->
                others.add(
                    new ProcessSettings(
                        name,
                        words,
                        values.get(ProcessOption.RESTART),
                        values.get(ProcessOption.OUTPUT),
                        Duration.ZERO,
                        values.get(ProcessOption.STOP))));
  }
}
