package io.hearsay.supervise;

import java.time.Duration;
import java.util.List;

/**
 * One program to run.
 *
 * @param name for messages, and before its lines
 * @param command program and arguments; a program without a slash is looked up on the PATH
 * @param output where its output goes
 * @param startLimit how long it may take to become healthy before it is stopped and counts as
 *     failed; zero: no limit
 * @param stopLimit time from SIGTERM to SIGKILL
 */
public record ProcessSettings(
    String name,
    List<String> command,
    RestartPolicy restart,
    Output output,
    Duration startLimit,
    Duration stopLimit) {

  /** Copies the command. */
  public ProcessSettings {
    command = List.copyOf(command);
  }

  /** Where the output goes. */
  public enum Output {
    /** The program has our standard input, output and error. */
    INHERITED,
    /** It has our output and error, and no input. */
    RAW,
    /** Each line of its output and error comes out on ours with its name before it. */
    PREFIXED,
    /** It is discarded. */
    DROPPED;
  }
}
