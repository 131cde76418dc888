package io.hearsay.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The state of a process from {@code /proc/PID/stat}, see proc(5).
 *
 * @param state a letter: {@code Z} or {@code X} if it has ended
 * @param session its session: the pid of the session's leader
 * @param ticks user and system CPU time it has used, in hundredths of a second
 */
public record ProcessStat(String state, long session, long ticks) {
  /**
   * Indexes of the fields after the name, which is in parentheses and may contain any character.
   */
  private static final int STATE = 0;

  private static final int SESSION = 3;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  /** The state of a process; empty if there is no such process, or no {@code /proc}. */
  public static Optional<ProcessStat> of(long pid) {
    return of(Long.toString(pid));
  }

  /** The state of this process. */
  public static Optional<ProcessStat> self() {
    return of("self");
  }

  private static Optional<ProcessStat> of(String pid) {
    try {
      return parse(Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<ProcessStat> parse(String line) {
    var fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
    try {
      return fields.length <= SYSTEM_TICKS
          ? Optional.empty()
          : Optional.of(
              new ProcessStat(
                  fields[STATE],
                  Long.parseLong(fields[SESSION]),
                  Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it has ended but has not been reaped yet. */
  public boolean ended() {
    return state.equals("Z") || state.equals("X");
  }
}
