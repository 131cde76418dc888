package io.hearsay.supervise;

import java.util.List;
import java.util.Optional;

/**
 * Which programs to run.
 *
 * @param app the application, if Hearsay runs it
 * @param others programs beside the application, which start before it in this order and stop after
 *     it in reverse
 * @param signals that are forwarded to the application, without SIG
 */
public record SuperviseSettings(
    Optional<ProcessSettings> app, List<ProcessSettings> others, List<String> signals) {

  /** Copies the lists. */
  public SuperviseSettings {
    others = List.copyOf(others);
    signals = List.copyOf(signals);
  }

  /** No programs. */
  public static SuperviseSettings none() {
    return new SuperviseSettings(Optional.empty(), List.of(), List.of());
  }

  /** Whether there is anything to run. */
  public boolean isEmpty() {
    return app.isEmpty() && others.isEmpty();
  }
}
