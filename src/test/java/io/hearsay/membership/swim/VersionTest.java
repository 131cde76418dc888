package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Members of this version of the wire format and of the previous one, in one cluster. */
class VersionTest {

  private static MemberRecord member(int host, int flags) {
    return new MemberRecord(
        "m" + host,
        new BootId(1, host),
        SimHost.address(host),
        new MemberRecord.Claim(0, State.ALIVE, 0),
        new MemberRecord.Word(flags, new TreeMap<>()));
  }

  /** What a member that knows this one sends it after an event. */
  private static List<Message> sentTo(MemberRecord other) {
    var net = new SimNetwork(1, Profile.container());
    var host = new SimHost(net, "here", 1, Set.of());
    var sent = new ArrayList<Message>();
    var peer =
        new SimHost(net, "m2", 2, Set.of()) {
          @Override
          void arrived(byte[] payload) {
            sent.addAll(Codec.decode(payload).orElseThrow());
          }
        };
    var claim =
        new MemberRecord(
            other.name(),
            peer.swim.self().boot(),
            other.address(),
            new MemberRecord.Claim(0, State.ALIVE, 0),
            new MemberRecord.Word(other.flags(), new TreeMap<>()));
    // It would say what it understands.
    peer.pause();
    host.swim.start();
    host.swim.datagram(
        new Endpoint(peer.address, claim.boot().nonce()), Codec.encode(new Message.Claim(claim)));
    host.swim.event("deploy", Bytes.of("v7"));
    net.time.run(500);
    return sent;
  }

  @Test
  void aMemberOfThePreviousVersionIsSentNothingItWouldRefuse() {
    var messages = sentTo(member(2, Flags.HEALTHY));

    assertThat(messages).isNotEmpty();
    assertThat(messages).noneMatch(m -> m instanceof Message.Event);
  }

  @Test
  void aMemberOfThisVersionIsSentEvents() {
    var messages = sentTo(member(2, Flags.HEALTHY | Flags.EXTENSIONS));

    assertThat(messages).anyMatch(m -> m instanceof Message.Event e && e.name().equals("deploy"));
  }

  @Test
  void whatALaterVersionAddsIsSkipped() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Codec.encode(new Message.Nack(1)));
    bytes.writeBytes(new byte[] {(byte) 200, 0, 5, 1, 2, 3, 4, 5});
    bytes.writeBytes(Codec.encode(new Message.Nack(2)));

    assertThat(Codec.decode(bytes.toByteArray()))
        .hasValue(List.of(new Message.Nack(1), new Message.Nack(2)));
  }

  @Test
  void anExtensionThatIsLongerThanItsDatagramIsRefused() {
    assertThat(Codec.decode(new byte[] {(byte) 200, 0, 5, 1, 2})).isEmpty();
  }
}
