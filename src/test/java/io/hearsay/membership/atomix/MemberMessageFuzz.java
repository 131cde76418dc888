package io.hearsay.membership.atomix;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import java.util.Arrays;
import java.util.List;

/** A request from one member to another: the sender's name and the content. */
public final class MemberMessageFuzz {
  private MemberMessageFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "member-message",
        MemberMessageFuzz.class,
        MemberMessageFuzz::fuzzerTestOneInput,
        List.of(
            new MemberMessage("web1", 7, new byte[0]).encoded(),
            new MemberMessage("n".repeat(128), -1, new byte[] {1, 2, 3}).encoded()),
        List.of(),
        1);
  }

  /** It is refused as malformed, or equals what was sent. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      hold(Arrays.equals(MemberMessage.decode(bytes).encoded(), bytes), "it is not what was sent");
    } catch (IllegalArgumentException e) {
      // Malformed, as expected.
    }
  }
}
