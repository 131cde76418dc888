package io.hearsay.balancer.haproxy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of HAProxy, as far as decisions depend on it.
 *
 * @param major the first number, e.g. 2 of 2.6
 * @param branch the second number, e.g. 6 of 2.6; features do not change within a branch
 * @param full as HAProxy prints it, e.g. {@code 2.6.12-1+deb12u4}
 */
public record Version(int major, int branch, String full) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})[!-~]{0,80}");

  /** An unknown version, with which no feature of a later version is used. */
  public static final Version UNKNOWN = new Version(0, 0, "unknown");

  /** Parses the version from the output of {@code haproxy -v} or {@code show info}. */
  public static Optional<Version> parse(String text) {
    var found = FORM.matcher(text);
    return found.find()
        ? Optional.of(
            new Version(
                Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), found.group()))
        : Optional.empty();
  }

  /** Whether it is this version or a newer one. */
  public boolean atLeast(int wantedMajor, int wantedBranch) {
    return major > wantedMajor || (major == wantedMajor && branch >= wantedBranch);
  }

  /**
   * Whether servers can be added and deleted at run time: from 2.6 on. 2.4 has these commands only
   * in experimental mode and without health checks; checks came with 2.5, and 2.6 declared the
   * commands stable (HAProxy's CHANGELOG).
   */
  public boolean addsServers() {
    return atLeast(2, 6);
  }

  /** Whether a server added at run time may have {@code cookie}. */
  public boolean addsCookies() {
    return atLeast(3, 0);
  }

  /** Whether {@code close-spread-time} is supported: from 2.6 on. */
  public boolean spreadsCloses() {
    return atLeast(2, 6);
  }

  @Override
  public String toString() {
    return full;
  }
}
