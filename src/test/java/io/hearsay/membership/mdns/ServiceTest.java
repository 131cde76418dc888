package io.hearsay.membership.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions and answers as they travel. */
class ServiceTest {
  private static final InetSocketAddress PLACE = new InetSocketAddress("198.18.0.2", 7946);

  private final Service service = new Service("blue", "web.1");

  @Test
  void theQuestionIsThatOfServiceDiscovery() {
    assertThat(HexFormat.of().formatHex(service.question()))
        .isEqualTo(
            // Neither number nor flags; one question.
            "000000000001000000000000"
                // _hearsay-blue._tcp.local, PTR, IN.
                + "0d5f686561727361792d626c7565"
                + "045f746370056c6f63616c00"
                + "000c0001");
    assertThat(service.heard(service.question())).isEqualTo(new Heard(true, Map.of()));
    assertThat(new Service("Blue", "other").heard(service.question()).asked()).isTrue();
    assertThat(new Service("green", "web1").heard(service.question())).isEqualTo(Heard.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.18.0.2", "fd03::2"})
  void anAnswerLeadsToTheMemberThatGaveIt(String ip) {
    var place = new InetSocketAddress(ip, 7946);
    var answer = service.answer(place, 120);

    assertThat(answer).hasSizeLessThan(400);
    assertThat(new Service("blue", "web2").heard(answer))
        .isEqualTo(new Heard(false, Map.of(place, 120L)));
    assertThat(service.heard(service.answer(place, 0)).places()).isEqualTo(Map.of(place, 0L));
    assertThat(new Service("green", "web2").heard(answer)).isEqualTo(Heard.NOTHING);
  }

  @Test
  void theLongestNamesFit() {
    var longest = new Service("n".repeat(54), "m".repeat(63));
    assertThat(longest.answer(PLACE, 120)).hasSizeLessThan(700);
    assertThat(longest.heard(longest.answer(PLACE, 120)).places()).containsOnlyKeys(PLACE);
  }

  /** As other programs write it: names shortened, records of no interest, a host of its own. */
  @Test
  void anAnswerOfAnotherProgramIsUnderstood() {
    var to = Unpooled.buffer();
    to.writeShort(0).writeShort(0x8400).writeShort(0).writeShort(2).writeShort(0).writeShort(3);
    int service = to.writerIndex();
    labels(to, "_hearsay-blue", "_tcp", "local").writeByte(0);
    record(to, 12, 1, 6);
    int instance = to.writerIndex();
    labels(to, "Web").writeShort(0xc000 | service);
    to.writeShort(0xc000 | instance);
    record(to, 16, 0x8001, 1);
    to.writeByte(0);
    to.writeShort(0xc000 | instance);
    int local = service + "_hearsay-blue".length() + 1 + "_tcp".length() + 1;
    record(to, 33, 0x8001, 13).writeInt(0).writeShort(99);
    int host = to.writerIndex();
    labels(to, "host").writeShort(0xc000 | local);
    to.writeShort(0xc000 | host);
    record(to, 1, 0x8001, 4).writeInt(0xc6120009);
    to.writeShort(0xc000 | host);
    record(to, 28, 0x8001, 16).writeLong(0xfd03000000000000L).writeLong(9);

    assertThat(this.service.heard(bytes(to)).places())
        .isEqualTo(
            Map.of(
                new InetSocketAddress("198.18.0.9", 99),
                4500L,
                new InetSocketAddress("fd03::9", 99),
                4500L));
  }

  private static ByteBuf labels(ByteBuf to, String... labels) {
    for (var label : labels) {
      to.writeByte(label.length());
      to.writeCharSequence(label, StandardCharsets.US_ASCII);
    }
    return to;
  }

  private static ByteBuf record(ByteBuf to, int type, int family, int length) {
    return to.writeShort(type).writeShort(family).writeInt(4500).writeShort(length);
  }

  private static byte[] bytes(ByteBuf from) {
    return Arrays.copyOf(from.array(), from.readableBytes());
  }

  @Test
  void whatIsCutOffOrPointsToItselfIsNothing() {
    var answer = service.answer(PLACE, 120);
    for (int length = 0; length < answer.length; length++) {
      assertThat(service.heard(Arrays.copyOf(answer, length))).isEqualTo(Heard.NOTHING);
    }
    var loop = Unpooled.buffer();
    loop.writeShort(0).writeShort(0x8400).writeShort(0).writeShort(1).writeInt(0);
    loop.writeShort(0xc00c).writeShort(12).writeShort(1).writeInt(1).writeShort(2);
    assertThat(service.heard(bytes(loop.writeShort(0xc00c)))).isEqualTo(Heard.NOTHING);
  }
}
