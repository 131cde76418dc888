package io.hearsay.membership.mdns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsPtrRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordEncoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/**
 * The service {@code _hearsay-NAME._tcp.local.} of DNS-based service discovery (RFC 6763), and what
 * its members multicast: the question for it, and an answer with everything that leads to one
 * member. The member's record of a service also bears its address, as the names of hosts below
 * {@code local.} belong to the hosts' own responders.
 */
final class Service {
  private static final int ANSWER = 0x8400;
  private static final int RECORDS = 3;
  private static final int SRV_NUMBERS = 6;

  /** Tells caches that a record replaces all others of its name and type (RFC 6762, 10.2). */
  private static final int UNIQUE = 0x8000 | DnsRecord.CLASS_IN;

  private final Records encoder = new Records();
  private final String service;
  private final String instance;

  /** Has names written as they stand in the data of a record, too. */
  private static final class Records extends DefaultDnsRecordEncoder {
    void name(String name, ByteBuf to) throws Exception {
      encodeName(name, to);
    }
  }

  /**
   * A member of a service.
   *
   * @param name of the service, 1 to 54 letters, digits, {@code _} and {@code -}
   * @param member its name; dots would divide it
   */
  Service(String name, String member) {
    this.service = "_hearsay-" + name + "._tcp.local.";
    this.instance = member.replace('.', '-') + "." + service;
  }

  /** The question for all members. */
  byte[] question() {
    return bytes(
        to -> {
          to.writeShort(0).writeShort(0).writeShort(1).writeShort(0).writeInt(0);
          encoder.encodeQuestion(new DefaultDnsQuestion(service, DnsRecordType.PTR), to);
        });
  }

  /**
   * The answer that leads to this member.
   *
   * @param seconds for which it holds; 0: it is leaving
   */
  byte[] answer(InetSocketAddress self, long seconds) {
    var ip = self.getAddress();
    var type = ip instanceof Inet4Address ? DnsRecordType.A : DnsRecordType.AAAA;
    return bytes(
        to -> {
          to.writeShort(0).writeShort(ANSWER).writeShort(0).writeShort(RECORDS).writeInt(0);
          encoder.encodeRecord(
              new DefaultDnsPtrRecord(service, DnsRecord.CLASS_IN, seconds, instance), to);
          var where = Unpooled.buffer().writeZero(SRV_NUMBERS - 2).writeShort(self.getPort());
          encoder.name(instance, where);
          encoder.encodeRecord(
              new DefaultDnsRawRecord(instance, DnsRecordType.SRV, UNIQUE, seconds, where), to);
          var address = Unpooled.wrappedBuffer(ip.getAddress());
          encoder.encodeRecord(
              new DefaultDnsRawRecord(instance, type, UNIQUE, seconds, address), to);
        });
  }

  /** What a datagram says about this service; nothing if it is malformed. */
  Heard heard(byte[] datagram) {
    return MessageReader.read(datagram, service);
  }

  private interface Writer {
    void write(ByteBuf to) throws Exception;
  }

  private static byte[] bytes(Writer writer) {
    var to = Unpooled.buffer();
    try {
      writer.write(to);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var bytes = new byte[to.readableBytes()];
    to.readBytes(bytes);
    return bytes;
  }
}
