package io.hearsay.membership.docker;

import static io.hearsay.fuzz.Target.hold;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hearsay.fuzz.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What comes over the socket of a container engine. */
public final class HttpAnswerFuzz {
  private HttpAnswerFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    var body = EngineAnswers.containers("198.18.0.2", "198.18.0.3 fd03::3");
    return new Target(
        "engine",
        HttpAnswerFuzz.class,
        HttpAnswerFuzz::fuzzerTestOneInput,
        List.of(
            EngineAnswers.measured(200, body).getBytes(ISO_8859_1),
            EngineAnswers.open(body).getBytes(ISO_8859_1),
            EngineAnswers.chunked(body, 50).getBytes(ISO_8859_1)),
        Target.bytes("\r\n", "\r\n\r\n", "Transfer-Encoding: chunked", "Content-Length: 7", "ff"),
        2);
  }

  /** It is refused, or has addresses; what is complete does not change when the connection ends. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      var early = HttpAnswer.parse(bytes, false);
      var late = HttpAnswer.parse(bytes, true);
      hold(late.isPresent(), "an ended answer is complete or refused");
      hold(early.isEmpty() || early.equals(late), "its end changes what was complete");
      hold(late.get().body().length <= bytes.length, "the body has more than was sent");
      hold(Containers.parsed(late.get().body()) != null, "no list");
    } catch (IOException e) {
      hold(!Arrays.asList(null, "").contains(e.getMessage()), "no reason");
    }
  }
}
