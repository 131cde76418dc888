package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertiseAddressTest {
  private static AdvertiseAddress.Choice choose(String advertise) throws IOException {
    return AdvertiseAddress.choose(
        Optional.of(advertise), InetAddress.getByName("0.0.0.0"), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,192.0.2.7,-1",
    "192.0.2.7:17946,192.0.2.7,17946",
    "2001:db8::7,2001:db8:0:0:0:0:0:7,-1",
    "[2001:db8::7]:17946,2001:db8:0:0:0:0:0:7,17946",
    "127.0.0.0/8,127.0.0.1,-1",
    "lo,ANY,-1"
  })
  void anAddressMayHaveAPort(String advertise, String address, int port) throws Exception {
    assertThat(AdvertiseAddress.port(Optional.of(advertise)))
        .isEqualTo(port < 0 ? OptionalInt.empty() : OptionalInt.of(port));
    if (!address.equals("ANY")) {
      assertThat(choose(advertise).address().getHostAddress()).isEqualTo(address);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.7:0", "192.0.2.7:99999", "192.0.2.7:http", "[::1", "nolink9:7946"})
  void anInvalidAddressIsRefusedByName(String advertise) {
    assertThatThrownBy(
            () -> {
              AdvertiseAddress.port(Optional.of(advertise));
              choose(advertise);
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--advertise")
        .hasMessageContaining(advertise.replaceAll("nolink9.*", "nolink9"));
  }

  @Test
  void aLinkLocalAddressMeansNothingElsewhere() {
    assertThatThrownBy(() -> choose("fe80::1")).hasMessageContaining("no address that others");
  }
}
