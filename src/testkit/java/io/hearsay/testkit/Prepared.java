package io.hearsay.testkit;

import java.nio.file.Path;

/** What a script has found out and built before it starts one of our programs. */
public interface Prepared {
  /** The environment in which the script passes it. */
  Env env();

  /** The agent's program. */
  default String hearsay() {
    return env().text("KIT_HEARSAY");
  }

  /** HAProxy's program. */
  default String haproxy() {
    return env().text("KIT_HAPROXY");
  }

  /** The class path for Java processes, with the web server and this program itself. */
  default String classes() {
    return env().text("KIT_CLASSES");
  }

  /** A directory for the logs and run-time files of this run alone. */
  default Path directory() {
    return env().path("KIT_DIRECTORY");
  }

  /** The prefix of all network namespaces of this run. */
  default String prefix() {
    return env().text("KIT_PREFIX");
  }
}
