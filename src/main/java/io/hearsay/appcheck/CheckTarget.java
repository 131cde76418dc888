package io.hearsay.appcheck;

import io.hearsay.membership.HostPort;
import java.util.List;

/** How to check the application's health. */
public sealed interface CheckTarget {

  /** Not at all: it is healthy while it is running. */
  record None() implements CheckTarget {}

  /** Checks that the port which the member announces accepts connections. */
  record OwnPort() implements CheckTarget {}

  /** Checks that an address accepts connections. */
  record Tcp(HostPort address) implements CheckTarget {}

  /**
   * Checks that a GET is answered with a status from 200 to 399. Redirects are not followed and the
   * body is not read.
   *
   * @param path with its query; begins with a slash
   */
  record Http(HostPort address, String path) implements CheckTarget {}

  /** Checks that a program ends with exit code 0. */
  record Exec(List<String> command) implements CheckTarget {
    /** Copies the command. */
    public Exec {
      command = List.copyOf(command);
    }
  }
}
