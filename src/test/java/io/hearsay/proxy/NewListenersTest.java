package io.hearsay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class NewListenersTest {
  @Test
  void onlyWhatIsNewAndTakenIsNamed() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      var line = "    bind 127.0.0.1:" + port + " name x\n";

      assertThat(NewListeners.taken("", line)).hasValue("127.0.0.1:" + port);
      assertThat(NewListeners.taken("", "  bind *:" + port)).isPresent();
      assertThat(NewListeners.taken("", "  bind :" + port)).isPresent();
      assertThat(NewListeners.taken("  bind :" + port, line)).as("ours already").isEmpty();
    }
  }

  @Test
  void whatIsNotUnderstoodIsLeftToHaproxy() {
    assertThat(
            NewListeners.taken(
                "",
                "  bind /run/x.sock\n  bind fd@3\n  bind :99999\n  bind name:80\n  # bind :1\n"))
        .isEmpty();
  }
}
