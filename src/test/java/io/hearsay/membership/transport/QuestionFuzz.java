package io.hearsay.membership.transport;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import java.util.Arrays;
import java.util.List;

/** The frame of a request, once opened: its subject and its body. */
public final class QuestionFuzz {
  private QuestionFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "question",
        QuestionFuzz.class,
        QuestionFuzz::fuzzerTestOneInput,
        List.of(
            new Question("swim", new byte[] {1, 2, 3}).encoded(),
            new Question("x".repeat(Question.MAX_SUBJECT), new byte[0]).encoded()),
        Target.bytes("swim", "keys", "drain"),
        1);
  }

  /** It is refused, or equals what was sent. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Question.decode(bytes)
        .ifPresent(q -> hold(Arrays.equals(q.encoded(), bytes), "it is not what was sent"));
  }
}
