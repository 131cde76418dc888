package io.hearsay.testkit;

import java.nio.file.Path;

/** What a script has found out and made before it starts one of our programs. */
public interface Prepared {
  /** Where it says so. */
  Env env();

  /** The agent's program. */
  default String hearsay() {
    return env().text("KIT_HEARSAY");
  }

  /** HAProxy's. */
  default String haproxy() {
    return env().text("KIT_HAPROXY");
  }

  /** The class path with the web node and the program itself, for processes of Java. */
  default String classes() {
    return env().text("KIT_CLASSES");
  }

  /** A directory for logs and run-time files of this run alone. */
  default Path directory() {
    return env().path("KIT_DIRECTORY");
  }

  /** With which the names of all network namespaces of this run begin. */
  default String prefix() {
    return env().text("KIT_PREFIX");
  }
}
