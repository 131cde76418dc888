package io.hearsay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
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
  void namesThePortInUseAndHowToFindItsUser() throws IOException {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(HOST.address(), Host.HTTP_PORT));
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> Preflight.free(HOST))
          .withMessageContaining("127.94.3.1:7373 is in use")
          .withMessageContaining("ss -lntup");
    }
  }

  @Test
  void looksAtTheDatagramPortToo() throws IOException {
    try (var taken = new DatagramSocket(new InetSocketAddress(HOST.address(), Host.GOSSIP_PORT))) {
      assertThat(taken.isBound()).isTrue();
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> Preflight.free(HOST))
          .withMessageContaining("127.94.3.1:7946 is in use");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefusedWithTheFix() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Preflight.free(new Host("far", "192.0.2.1")))
        .withMessageContaining("192.0.2.1 is not an address of this machine")
        .withMessageContaining("ifconfig lo0 alias");
  }

  @Test
  void aPortMayBeWrittenAsInHearsaysSettings() {
    assertThat(Settings.of(new Env(Map.of("FRONTEND", ":8088"))).frontendPort()).isEqualTo(8088);
  }

  @Test
  void aPortThatIsNoNumberIsRefusedByItsName() {
    var environment = new Env(Map.of("FRONTEND", "eighty"));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Settings.of(environment))
        .withMessageStartingWith("FRONTEND: eighty is not a number");
  }
}
