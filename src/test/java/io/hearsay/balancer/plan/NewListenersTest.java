package io.hearsay.balancer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class NewListenersTest {
  @Test
  void onlyNewAddressesThatAreInUseAreNamed() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      var line = "    bind 127.0.0.1:" + port + " name x\n";

      assertThat(NewListeners.obstacle("", line))
          .hasValue("cannot bind to 127.0.0.1:" + port + ", which is already in use");
      assertThat(NewListeners.obstacle("", "  bind *:" + port)).isPresent();
      assertThat(NewListeners.obstacle("", "  bind :" + port)).isPresent();
      assertThat(NewListeners.obstacle("  bind :" + port, line)).as("ours already").isEmpty();
    }
  }

  @Test
  void anAddressThatThisHostLacksIsNamed() {
    assertThat(NewListeners.obstacle("", "    bind 198.18.255.254:8080\n").orElse(""))
        .contains("198.18.255.254:8080")
        .contains("cannot assign");
    assertThat(NewListeners.obstacle("", "    bind 198.18.255.254:8080 transparent\n")).isEmpty();
  }

  @Test
  void onlyValidPortsCount() {
    assertThat(NewListeners.ports("  bind :1\n  bind 127.0.0.1:65535\n  bind :65536\n"))
        .containsExactly(1, 65535);
  }

  @Test
  void otherBindsAreLeftToHaproxy() {
    assertThat(
            NewListeners.obstacle(
                "",
                "  bind /run/x.sock\n  bind fd@3\n  bind :99999\n  bind name:80\n  # bind :1\n"))
        .isEmpty();
  }
}
