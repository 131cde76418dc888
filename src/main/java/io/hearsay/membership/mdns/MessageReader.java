package io.hearsay.membership.mdns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what anybody on the network may have sent to the group. At most {@value #MOST_RECORDS}
 * questions and as many records of a datagram are looked at, and {@value #MOST_PLACES} places
 * taken.
 */
final class MessageReader {
  private static final int HEAD = 12;
  private static final int RESPONSE = 0x8000;
  private static final int MOST_RECORDS = 32;
  private static final int MOST_PLACES = 16;

  /** Without the bit that asks for a unicast answer, or tells caches to forget. */
  private static final int CLASS = 0x7fff;

  private static final int CLASS_ANY = 255;
  private static final int SRV_PORT_AT = 4;
  private static final int SRV_NAME_AT = 6;

  private final ByteBuf in;
  private final String service;
  private final Map<String, Long> instances = new LinkedHashMap<>();
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Map<String, List<InetAddress>> addresses = new LinkedHashMap<>();
  private boolean asked;

  private record Target(String host, int port, long seconds) {}

  private MessageReader(ByteBuf in, String service) {
    this.in = in;
    this.service = service;
  }

  /**
   * Reads a datagram.
   *
   * @param service its domain name, with a dot at the end
   */
  static Heard read(byte[] datagram, String service) {
    if (datagram.length < HEAD) {
      return Heard.NOTHING;
    }
    try {
      return new MessageReader(Unpooled.wrappedBuffer(datagram), service.toLowerCase(Locale.ROOT))
          .read();
    } catch (Exception e) {
      // It is malformed, and its sender of no use.
      return Heard.NOTHING;
    }
  }

  private Heard read() throws Exception {
    int flags = in.skipBytes(2).readUnsignedShort();
    int questions = in.readUnsignedShort();
    int records = in.readUnsignedShort() + in.readUnsignedShort() + in.readUnsignedShort();
    for (int i = 0; i < Math.min(questions, MOST_RECORDS); i++) {
      question();
    }
    if ((flags & RESPONSE) == 0 || questions > MOST_RECORDS) {
      return new Heard(asked, Map.of());
    }
    for (int i = 0; i < Math.min(records, MOST_RECORDS); i++) {
      record();
    }
    return new Heard(false, places());
  }

  private void question() throws Exception {
    var question = DnsRecordDecoder.DEFAULT.decodeQuestion(in);
    boolean type =
        question.type().equals(DnsRecordType.PTR) || question.type().equals(DnsRecordType.ANY);
    int family = question.dnsClass() & CLASS;
    if (type
        && (family == DnsRecord.CLASS_IN || family == CLASS_ANY)
        && lower(question.name()).equals(service)) {
      asked = true;
    }
  }

  private void record() throws Exception {
    DnsRecord record = DnsRecordDecoder.DEFAULT.decodeRecord(in);
    if (record == null) {
      throw new IllegalArgumentException("cut off");
    }
    var name = lower(record.name());
    if ((record.dnsClass() & CLASS) != DnsRecord.CLASS_IN) {
      return;
    }
    if (record instanceof DnsPtrRecord pointer && name.equals(service)) {
      instances.put(lower(pointer.hostname()), record.timeToLive());
    } else if (record instanceof DnsRawRecord raw) {
      var data = raw.content();
      if (record.type().equals(DnsRecordType.SRV) && data.readableBytes() > SRV_NAME_AT) {
        int port = data.getUnsignedShort(data.readerIndex() + SRV_PORT_AT);
        var host = DefaultDnsRecordDecoder.decodeName(data.skipBytes(SRV_NAME_AT));
        targets.put(name, new Target(lower(host), port, record.timeToLive()));
      } else if (record.type().equals(DnsRecordType.A)
          || record.type().equals(DnsRecordType.AAAA)) {
        addresses.computeIfAbsent(name, n -> new ArrayList<>()).add(address(data));
      }
    }
  }

  private static InetAddress address(ByteBuf data) throws UnknownHostException {
    var bytes = new byte[data.readableBytes()];
    data.readBytes(bytes);
    return InetAddress.getByAddress(bytes);
  }

  private Map<InetSocketAddress, Long> places() {
    var places = new LinkedHashMap<InetSocketAddress, Long>();
    instances.forEach(
        (instance, seconds) -> {
          var target = targets.get(instance);
          if (target != null && target.port() > 0) {
            for (var ip : addresses.getOrDefault(target.host(), List.of())) {
              if (places.size() < MOST_PLACES) {
                places.put(
                    new InetSocketAddress(ip, target.port()), Math.min(seconds, target.seconds()));
              }
            }
          }
        });
    return places;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
