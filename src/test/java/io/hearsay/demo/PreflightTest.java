package io.hearsay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreflightTest {
  /** Loopback addresses that neither the demo nor other tests use. */
  private static final Host HOST = new Host("web99", "127.94.3.1");

  @Test
  void acceptsAHostWhosePortsAreFree() {
    assertThatNoException().isThrownBy(() -> Preflight.free(HOST));
  }

  @Test
  void namesThePortThatIsTakenAndHowToSeeByWhom() throws IOException {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(HOST.address(), Host.HTTP_PORT));
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> Preflight.free(HOST))
          .withMessageContaining("127.94.3.1:7373 is in use")
          .withMessageContaining("ss -lntup");
    }
  }

  @Test
  void looksAtTheDatagramPortToo() throws IOException {
    try (var taken = new DatagramSocket(new InetSocketAddress(HOST.address(), Host.GOSSIP_PORT))) {
      assertThat(taken.isBound()).isTrue();
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> Preflight.free(HOST))
          .withMessageContaining("127.94.3.1:7946 is in use");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefusedWithTheFix() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> Preflight.free(new Host("far", "192.0.2.1")))
        .withMessageContaining("192.0.2.1 is not an address of this machine")
        .withMessageContaining("ifconfig lo0 alias");
  }

  @Test
  void aPortThatIsNoNumberIsRefusedByItsName() {
    var environment =
        Map.of(
            "DEMO_HEARSAY",
            "h",
            "DEMO_HAPROXY",
            "h",
            "DEMO_CLASSES",
            "c",
            "DEMO_TEMP",
            "t",
            "FRONTEND",
            "eighty");
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> Settings.of(environment))
        .withMessage("FRONTEND=eighty is not a number");
  }
}
