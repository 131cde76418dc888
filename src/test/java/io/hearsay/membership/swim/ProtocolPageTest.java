package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The numbers in docs/protocol.adoc match the code. */
class ProtocolPageTest {
  private static final long MINUTE = 60_000;
  private static final Endpoint ENDPOINT = new Endpoint(new InetSocketAddress("10.0.0.1", 7946), 2);
  private static final MemberRecord MEMBER =
      new MemberRecord(
          "web1",
          new BootId(1, 2),
          ENDPOINT.address(),
          new MemberRecord.Claim(0, State.ALIVE, 0),
          new MemberRecord.Word(0, new TreeMap<>()));
  private static final List<Message> MESSAGES =
      List.of(
          new Message.Ping(1, 2),
          new Message.Ack(1, 2),
          new Message.PingRequest(1, ENDPOINT),
          new Message.Nack(1),
          new Message.Claim(MEMBER),
          new Message.Suspect(1, 2, Evidence.SILENT, 3),
          new Message.Failed(1, 2, Evidence.GONE, 3),
          new Message.Leave(1, 2),
          new Message.LeaveAck(1),
          new Message.Sync(true, List.of(MEMBER)),
          new Message.SyncReply(List.of(MEMBER)),
          new Message.Refused("no"),
          new Message.Tripwire(1),
          new Message.Event(1, 2, "deploy", Bytes.empty()),
          new Message.Query(ENDPOINT, 1, "load", Bytes.empty()),
          new Message.QueryReply(1, Bytes.empty()),
          new Message.DirectQuery(new Message.Query(ENDPOINT, 1, "load", Bytes.empty())),
          new Message.QueryAck(1),
          new Message.Relay(ENDPOINT, 2, new Message.QueryReply(1, Bytes.empty())),
          new Message.Clocks(1, 2, List.of()),
          new Message.WantPast(),
          new Message.KeyOrder(Message.KeyOrder.Order.LIST, Bytes.empty()),
          new Message.KeyReport("", List.of()));

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/protocol.adoc"));
  }

  /** A time as the page writes it, in milliseconds, or a plain number. */
  private static long number(String cell) {
    var text = cell.trim().replace(" ", "");
    return text.endsWith("min")
        ? Long.parseLong(text.replace("min", "")) * MINUTE
        : Long.parseLong(text);
  }

  @Test
  void theTimersMatchTheProfiles() throws Exception {
    var profiles = List.of(Profile.container(), Profile.lan(), Profile.wan(), Profile.local());
    var timers =
        Arrays.stream(Profile.class.getDeclaredMethods())
            .filter(m -> m.getReturnType() == long.class || m.getReturnType() == int.class)
            .toList();
    assertThat(timers).isNotEmpty();
    for (var timer : timers) {
      var row =
          Pattern.compile("(?m)^\\|`" + timer.getName() + "` ((?:\\|[0-9 min]+){4})\\|")
              .matcher(page());
      assertThat(row.find()).as("a row for %s", timer.getName()).isTrue();
      var values =
          Arrays.stream(row.group(1).substring(1).split("\\|", -1))
              .map(ProtocolPageTest::number)
              .toList();
      for (int i = 0; i < profiles.size(); i++) {
        var value = (Number) timer.invoke(profiles.get(i));
        assertThat(values.get(i)).as(timer.getName()).isEqualTo(value.longValue());
      }
    }
  }

  @Test
  void theMessageTypesMatchThePage() throws IOException {
    assertThat(MESSAGES).hasSameSizeAs(Message.class.getPermittedSubclasses());
    var rows =
        Pattern.compile("(?m)^\\|(\\d+) \\|`([A-Z]\\w+)` ")
            .matcher(page())
            .results()
            .collect(Collectors.toMap(row -> row.group(2), row -> Integer.valueOf(row.group(1))));

    for (var message : MESSAGES) {
      assertThat(rows)
          .containsEntry(
              message.getClass().getSimpleName(), Byte.toUnsignedInt(Codec.encode(message)[0]));
    }
    assertThat(rows).hasSameSizeAs(MESSAGES);
  }

  @Test
  void theFlagBitsMatchThePage() throws IOException {
    assertThat(page())
        .contains(
            "flags: %d healthy, %d drain, %d maintenance, %d leaving, %d understands extensions."
                .formatted(
                    Flags.HEALTHY,
                    Flags.DRAIN,
                    Flags.MAINTENANCE,
                    Flags.LEAVING,
                    Flags.EXTENSIONS));
  }

  @Test
  void thePayloadSizeMatchesThePage() throws IOException {
    var key = new Keyring(List.of(new SecretKeySpec(new byte[32], "AES")));
    assertThat(page())
        .contains("A datagram has at most " + PacketSealer.MAX_DATAGRAM + " bytes.")
        .containsSubsequence(
            "Sealed::",
            "The payload has at most " + new PacketSealer("", 1, key).capacity() + " bytes.",
            "Plain::",
            "The payload has at most "
                + new PacketSealer("", 1, Keyring.none()).capacity()
                + " bytes.");
  }
}
