package io.hearsay.balancer.haproxy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of HAProxy, as far as decisions hang on it.
 *
 * @param branch e.g. 2 and 6: what can be done does not change within a branch
 * @param full as HAProxy prints it, e.g. {@code 2.6.12-1+deb12u4}
 */
public record Version(int major, int branch, String full) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})[!-~]{0,80}");

  /** Stands for one that did not tell: nothing that came with some version is used with it. */
  public static final Version UNKNOWN = new Version(0, 0, "unknown");

  /** Finds the version in the first words of {@code haproxy -v} or {@code show info}. */
  public static Optional<Version> parse(String text) {
    var found = FORM.matcher(text);
    return found.find()
        ? Optional.of(
            new Version(
                Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), found.group()))
        : Optional.empty();
  }

  /** Whether it is that one or newer. */
  public boolean atLeast(int wantedMajor, int wantedBranch) {
    return major > wantedMajor || (major == wantedMajor && branch >= wantedBranch);
  }

  /**
   * Whether servers can be added and deleted at run time: from 2.6 on. 2.4 has the commands only in
   * its experimental mode and adds no server that is checked; checks came with 2.5, and with 2.6
   * the commands were declared stable (HAProxy's CHANGELOG).
   */
  public boolean addsServers() {
    return atLeast(2, 6);
  }

  /** Whether {@code cookie} may stand on a server line that is added at run time. */
  public boolean addsCookies() {
    return atLeast(3, 0);
  }

  /** Whether {@code close-spread-time} is known: from 2.6 on. */
  public boolean spreadsCloses() {
    return atLeast(2, 6);
  }

  @Override
  public String toString() {
    return full;
  }
}
