package io.hearsay.appcheck;

import io.hearsay.membership.HostPort;
import java.util.List;

/** What to ask for the application's health. */
public sealed interface CheckTarget {

  /** Nothing: it is well as long as it runs. */
  record None() implements CheckTarget {}

  /** Whether the port that the member announces accepts connections. */
  record OwnPort() implements CheckTarget {}

  /** Whether an address accepts connections. */
  record Tcp(HostPort address) implements CheckTarget {}

  /**
   * Whether a GET is answered with a status from 200 to 399. Redirects are not followed, the body
   * is not read.
   *
   * @param path with its query, begins with a slash
   */
  record Http(HostPort address, String path) implements CheckTarget {}

  /** Whether a program ends with 0. */
  record Exec(List<String> command) implements CheckTarget {
    /** Copies the command. */
    public Exec {
      command = List.copyOf(command);
    }
  }
}
