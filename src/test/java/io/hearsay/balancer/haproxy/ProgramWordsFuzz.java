package io.hearsay.balancer.haproxy;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import java.nio.charset.StandardCharsets;

/** The output of HAProxy's program: {@code haproxy -v}, {@code haproxy -c}, and when it fails. */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class ProgramWordsFuzz {
  private static final int MAX_SUMMARY = 6 * 10 * 510;

  private ProgramWordsFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "haproxy-words",
        ProgramWordsFuzz.class,
        ProgramWordsFuzz::fuzzerTestOneInput,
        Target.bytes(
            "HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/",
            "HA-Proxy version 3.0-dev13 2024/05/24",
            """
            [NOTICE]   (17586) : haproxy version is 2.6.12-1+deb12u4
            [ALERT]    (17586) : config : parsing [h.cfg:12] : balance only supports 'roundrobin'.
            [ALERT]    (17586) : config : [h.cfg:13] : 'server web/a' : unknown keyword 'chek'
            [ALERT]    (17586) : config : Error(s) found in configuration file : h.cfg
            [ALERT]    (17586) : config : Fatal errors found in configuration.
            """,
            "[WARNING]  (1) : 'pidfile' already specified. Continuing.\nCannot open file\n"),
        Target.bytes("[ALERT]", "    (1) : ", "2.6", "999.999", "1000.1", ".", "config : "),
        1);
  }

  /** Gives one clean line of bounded length, and a version of small numbers or none. */
  public static void fuzzerTestOneInput(byte[] input) {
    // Decoded as CapturedOutput does.
    var text = new String(input, StandardCharsets.UTF_8);
    var summary = ConfigCheck.summary(text);
    hold(summary.length() <= MAX_SUMMARY, "it is long: " + summary.length());
    hold(
        summary.codePoints().noneMatch(Character::isISOControl)
            && summary.lines().count() <= 1
            && summary.indexOf('\u202e') < 0,
        "it is not one clean line");
    Version.parse(text)
        .ifPresent(
            v -> {
              hold(v.major() >= 0 && v.major() < 1000 && v.branch() < 1000, v.full());
              hold(v.full().length() <= 100, "a long version");
              hold(text.contains(v.full()), "nobody said " + v.full());
            });
  }
}
