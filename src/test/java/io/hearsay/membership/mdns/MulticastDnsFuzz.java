package io.hearsay.membership.mdns;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import java.net.InetSocketAddress;
import java.util.List;

/** What anybody on the network sends to the group of multicast DNS. */
public final class MulticastDnsFuzz {
  private static final Service SERVICE = new Service("blue", "web.1");

  private MulticastDnsFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "mdns",
        MulticastDnsFuzz.class,
        MulticastDnsFuzz::fuzzerTestOneInput,
        List.of(
            SERVICE.question(),
            SERVICE.answer(new InetSocketAddress("198.18.0.2", 7946), 120),
            SERVICE.answer(new InetSocketAddress("fd03::2", 7946), 0)),
        List.of(
            new byte[] {(byte) 0xc0, 12},
            new byte[] {0, 33, (byte) 0x80, 1},
            "\u000e_hearsay-blue\u0004_tcp\u0005local"
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)),
        1);
  }

  /** It is nothing, a question, or a few places for a limited time. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    var heard = SERVICE.heard(bytes);
    hold(heard.places().size() <= 16, "too many places");
    hold(!heard.asked() || heard.places().isEmpty(), "both question and answer");
    heard
        .places()
        .forEach(
            (place, seconds) -> {
              hold(!place.isUnresolved() && place.getPort() > 0, "no place");
              hold(seconds >= 0, "a time before now");
            });
  }
}
