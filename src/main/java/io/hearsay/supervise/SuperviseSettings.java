package io.hearsay.supervise;

import java.util.List;
import java.util.Optional;

/**
 * What to run.
 *
 * @param app the application, if it is ours to run
 * @param others that start before it and stop after it, in this order
 * @param signals that are handed on to the application, without SIG
 */
public record SuperviseSettings(
    Optional<ProcessSettings> app, List<ProcessSettings> others, List<String> signals) {

  /** Copies the lists. */
  public SuperviseSettings {
    others = List.copyOf(others);
    signals = List.copyOf(signals);
  }

  /** Nothing. */
  public static SuperviseSettings none() {
    return new SuperviseSettings(Optional.empty(), List.of(), List.of());
  }

  /** Whether there is anything to run. */
  public boolean isEmpty() {
    return app.isEmpty() && others.isEmpty();
  }
}
