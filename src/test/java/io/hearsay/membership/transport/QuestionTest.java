package io.hearsay.membership.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuestionTest {
  @Test
  void aQuestionArrivesAsItWasSent() {
    for (var subject : new String[] {"a", "swim", "x".repeat(Question.MAX_SUBJECT)}) {
      var body = new byte[] {1, 2, 3};

      var arrived = Question.decode(new Question(subject, body).encoded()).orElseThrow();

      assertThat(arrived.subject()).isEqualTo(subject);
      assertThat(arrived.body()).isEqualTo(body);
    }
  }

  @Test
  void aMalformedQuestionIsRefused() {
    assertThat(Question.decode(new byte[0])).isEmpty();
    assertThat(Question.decode(bytes(0, "swim"))).isEmpty();
    assertThat(Question.decode(bytes(5, "swim"))).isEmpty();
    assertThat(Question.decode(bytes(4, "SWIM"))).isEmpty();
    assertThat(Question.decode(bytes(4, "sw\nm"))).isEmpty();
    assertThat(Question.decode(bytes(4, "swé"))).isEmpty();
    assertThat(Question.decode(bytes(33, "x".repeat(33)))).isEmpty();
    assertThat(Question.decode(bytes(0xff, "x".repeat(300)))).isEmpty();
  }

  private static byte[] bytes(int length, String rest) {
    var text = rest.getBytes(StandardCharsets.UTF_8);
    var all = new byte[1 + text.length];
    all[0] = (byte) length;
    System.arraycopy(text, 0, all, 1, text.length);
    return all;
  }

  @Test
  void noiseIsAValidSubjectOrRefused() {
    var random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      var noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      Question.decode(noise).ifPresent(q -> assertThat(q.encoded()).isEqualTo(noise));
    }
  }

  @Test
  void anInvalidSubjectIsNotSent() {
    for (var subject : new String[] {"", "Swim", "a b", "x".repeat(33)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Question(subject, new byte[0]));
    }
  }
}
