package io.hearsay.membership.atomix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MemberMessageTest {
  @Test
  void aMessageArrivesAsItWasSent() {
    for (int bytes : new int[] {0, 1, 5000}) {
      var sent = new MemberMessage("wéb1", -2, new byte[bytes]);

      var arrived = MemberMessage.decode(sent.encoded());

      assertThat(arrived.from()).isEqualTo("wéb1");
      assertThat(arrived.nonce()).isEqualTo(-2);
      assertThat(arrived.body()).hasSize(bytes);
    }
  }

  @Test
  void aMalformedMessageIsRefused() {
    var whole = new MemberMessage("web1", 7, new byte[0]).encoded();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
    var noName = whole.clone();
    noName[8] = 0;
    refused(noName);
    var tooLong = whole.clone();
    tooLong[8] = (byte) 0xff;
    refused(tooLong);
    var noText = whole.clone();
    noText[9] = (byte) 0xff;
    refused(noText);
  }

  private static void refused(byte[] bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> MemberMessage.decode(bytes));
  }
}
