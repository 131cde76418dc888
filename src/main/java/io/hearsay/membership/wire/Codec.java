package io.hearsay.membership.wire;

import io.hearsay.membership.crypto.Keyring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Encodes and decodes messages. A payload is a sequence of messages, each a type byte and a body.
 *
 * <p>Bounds are checked before anything is allocated: decoding uses at most a small multiple of the
 * bytes given. A payload with one malformed message is refused as a whole, since nothing after that
 * message can be trusted to be aligned.
 */
public final class Codec {
  /** Maximum number of members in one {@link Message.Sync}. */
  public static final int MAX_MEMBERS = 20_000;

  private static final int PING = 1;
  private static final int ACK = 2;
  private static final int PING_REQUEST = 3;
  private static final int NACK = 4;
  private static final int CLAIM = 5;
  private static final int SUSPECT = 6;
  private static final int FAILED = 7;
  private static final int LEAVE = 8;
  private static final int LEAVE_ACK = 9;
  private static final int SYNC = 10;
  private static final int SYNC_REPLY = 11;
  private static final int REFUSED = 12;
  private static final int TRIPWIRE = 13;

  /**
   * From this type on, a message carries its length, so that members that do not know its type can
   * skip it. These came with version 2 of the format ({@link Flags#EXTENSIONS}).
   */
  private static final int FIRST_EXTENSION = 64;

  private static final int EVENT = 64;
  private static final int QUERY = 65;
  private static final int QUERY_REPLY = 66;
  private static final int KEY_ORDER = 67;
  private static final int KEY_REPORT = 68;
  private static final int DIRECT_QUERY = 69;
  private static final int QUERY_ACK = 70;
  private static final int RELAY = 71;
  private static final int CLOCKS = 72;
  private static final int WANT_PAST = 73;

  /** Maximum size of the name of an event or a query, in bytes. */
  public static final int MAX_EVENT_NAME = 64;

  /**
   * Maximum size of the payload of an event or a query, in bytes: it has to fit into a datagram.
   */
  public static final int MAX_EVENT_PAYLOAD = 512;

  /** Maximum size of an answer in bytes. */
  public static final int MAX_REPLY_PAYLOAD = 1024;

  /** Maximum number of members that relay an answer. */
  public static final int MAX_RELAYS = 5;

  /** Maximum number of events still being gossiped that are listed for a joining member. */
  public static final int MAX_TOLD = 256;

  private static final int EVENT_ID_BYTES = 12;

  /** Size of the shortest message, in bytes. */
  public static final int MIN_MESSAGE_BYTES = 3;

  private static final int MAX_KEY_BYTES = 64;
  private static final int MAX_REASON_BYTES = 1024;

  /** Size of the shortest member record in bytes; bounds a list before it is allocated. */
  private static final int MIN_RECORD_BYTES = 30;

  private Codec() {}

  /** Encodes one message. */
  public static byte[] encode(Message message) {
    var out = new WireWriter(64);
    switch (message) {
      case Message.Ping m -> out.u8(PING).u16(m.sequence()).i64(m.digest());
      case Message.Ack m -> out.u8(ACK).u16(m.sequence()).i64(m.digest());
      case Message.PingRequest m -> {
        out.u8(PING_REQUEST).u16(m.sequence()).address(m.target().address());
        out.i64(m.target().nonce());
      }
      case Message.Nack m -> out.u8(NACK).u16(m.sequence());
      case Message.Claim m -> write(out.u8(CLAIM), m.member());
      case Message.Suspect m -> {
        out.u8(SUSPECT).i64(m.nonce()).varint(m.incarnation());
        out.u8(m.evidence().ordinal()).i64(m.accuser());
      }
      case Message.Failed m -> {
        out.u8(FAILED).i64(m.nonce()).varint(m.incarnation());
        out.u8(m.evidence().ordinal()).i64(m.accuser());
      }
      case Message.Leave m -> out.u8(LEAVE).i64(m.nonce()).varint(m.incarnation());
      case Message.LeaveAck m -> out.u8(LEAVE_ACK).i64(m.nonce());
      case Message.Sync m -> write(out.u8(SYNC).u8(m.join() ? 1 : 0), m.members());
      case Message.SyncReply m -> write(out.u8(SYNC_REPLY), m.members());
      case Message.Refused m -> out.u8(REFUSED).string(m.reason());
      case Message.Tripwire m -> out.u8(TRIPWIRE).i64(m.nonce());
      case Message.Event m -> {
        var body = new WireWriter(64).i64(m.origin()).i32(m.number());
        body.string(m.name()).blob(m.payload()).varint(m.time());
        extension(out, EVENT, body.u8(m.coalesce() ? 1 : 0));
      }
      case Message.Query m -> extension(out, QUERY, query(m));
      case Message.DirectQuery m -> extension(out, DIRECT_QUERY, query(m.query()));
      case Message.QueryReply m ->
          extension(out, QUERY_REPLY, new WireWriter(64).i32(m.number()).blob(m.payload()));
      case Message.QueryAck m -> extension(out, QUERY_ACK, new WireWriter(4).i32(m.number()));
      case Message.Relay m -> {
        var body = new WireWriter(64).address(m.to().address()).i64(m.to().nonce());
        body.i64(m.from()).i32(m.reply().number()).blob(m.reply().payload());
        extension(out, RELAY, body);
      }
      case Message.Clocks m -> {
        var body = new WireWriter(64).varint(m.eventTime()).varint(m.queryTime());
        body.u16(m.told().size());
        m.told().forEach(t -> body.i64(t.origin()).i32(t.number()));
        extension(out, CLOCKS, body);
      }
      case Message.WantPast m -> extension(out, WANT_PAST, new WireWriter(0));
      case Message.KeyOrder m ->
          extension(out, KEY_ORDER, new WireWriter(64).u8(m.order().ordinal()).blob(m.key()));
      case Message.KeyReport m -> {
        var body = new WireWriter(64).string(m.problem()).u8(m.prints().size());
        m.prints().forEach(body::string);
        extension(out, KEY_REPORT, body);
      }
    }
    return out.toBytes();
  }

  private static WireWriter query(Message.Query m) {
    var body = new WireWriter(64).address(m.origin().address()).i64(m.origin().nonce());
    body.i32(m.number()).string(m.name()).blob(m.payload()).varint(m.time());
    return body.u8(m.how().ack() ? 1 : 0).u8(m.how().relay());
  }

  private static void extension(WireWriter out, int type, WireWriter body) {
    var bytes = body.toBytes();
    out.u8(type).u16(bytes.length).bytes(bytes);
  }

  /** Decodes the messages of a payload; empty if any of them is malformed. */
  public static Optional<List<Message>> decode(byte[] payload) {
    return decode(payload, 0, payload.length);
  }

  /** Decodes the messages in a part of an array; empty if any of them is malformed. */
  public static Optional<List<Message>> decode(byte[] bytes, int offset, int length) {
    var in = new WireReader(bytes, offset, length);
    var messages = new ArrayList<Message>(4);
    try {
      while (in.hasMore()) {
        int type = in.u8();
        if (type < FIRST_EXTENSION) {
          messages.add(read(type, in));
        } else {
          extension(type, in.part(in.u16()), messages);
        }
      }
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
    return Optional.of(messages);
  }

  /** Decodes an extension; one of unknown type is from a later version and skipped. */
  private static void extension(int type, WireReader in, List<Message> messages)
      throws MalformedMessageException {
    switch (type) {
      case EVENT ->
          messages.add(
              new Message.Event(
                  in.i64(),
                  in.i32(),
                  eventName(in),
                  in.blob(MAX_EVENT_PAYLOAD),
                  laterTime(in),
                  laterFlag(in)));
      case QUERY -> messages.add(query(in));
      case DIRECT_QUERY -> messages.add(new Message.DirectQuery(query(in)));
      case QUERY_ACK -> messages.add(new Message.QueryAck(in.i32()));
      case RELAY ->
          messages.add(
              new Message.Relay(
                  new Endpoint(in.address(), in.i64()),
                  in.i64(),
                  new Message.QueryReply(in.i32(), in.blob(MAX_REPLY_PAYLOAD))));
      case CLOCKS -> messages.add(new Message.Clocks(time(in), time(in), told(in)));
      case WANT_PAST -> messages.add(new Message.WantPast());
      case QUERY_REPLY ->
          messages.add(new Message.QueryReply(in.i32(), in.blob(MAX_REPLY_PAYLOAD)));
      case KEY_ORDER -> messages.add(new Message.KeyOrder(order(in), in.blob(MAX_KEY_BYTES)));
      case KEY_REPORT ->
          messages.add(new Message.KeyReport(in.string(MAX_REASON_BYTES), prints(in)));
      default -> {}
    }
  }

  private static Message.Query query(WireReader in) throws MalformedMessageException {
    return new Message.Query(
        new Endpoint(in.address(), in.i64()),
        in.i32(),
        eventName(in),
        in.blob(MAX_EVENT_PAYLOAD),
        laterTime(in),
        new Message.Answering(laterFlag(in), in.hasMore() ? relays(in) : 0));
  }

  private static int relays(WireReader in) throws MalformedMessageException {
    int relays = in.u8();
    if (relays > MAX_RELAYS) {
      throw new MalformedMessageException(relays + " relays");
    }
    return relays;
  }

  private static long time(WireReader in) throws MalformedMessageException {
    long time = in.varint();
    if (time > Message.MAX_TIME) {
      throw new MalformedMessageException("time");
    }
    return time;
  }

  /** Reads a time, which the first versions of the extensions do not have. */
  private static long laterTime(WireReader in) throws MalformedMessageException {
    return in.hasMore() ? time(in) : 0;
  }

  /** Reads a flag; later versions may add other bits to its byte. */
  private static boolean laterFlag(WireReader in) throws MalformedMessageException {
    return in.hasMore() && (in.u8() & 1) != 0;
  }

  private static List<Message.EventId> told(WireReader in) throws MalformedMessageException {
    int count = in.u16();
    if (count > MAX_TOLD || count * EVENT_ID_BYTES > in.remaining()) {
      throw new MalformedMessageException(count + " events");
    }
    var told = new ArrayList<Message.EventId>(count);
    for (int i = 0; i < count; i++) {
      told.add(new Message.EventId(in.i64(), in.i32()));
    }
    return told;
  }

  private static Message.KeyOrder.Order order(WireReader in) throws MalformedMessageException {
    int code = in.u8();
    var orders = Message.KeyOrder.Order.values();
    if (code >= orders.length) {
      throw new MalformedMessageException("order " + code);
    }
    return orders[code];
  }

  private static List<String> prints(WireReader in) throws MalformedMessageException {
    int count = in.u8();
    if (count > Keyring.MAX_KEYS) {
      throw new MalformedMessageException(count + " keys");
    }
    var prints = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      prints.add(in.string(MAX_KEY_BYTES));
    }
    return prints;
  }

  /** Checked strictly, since names end up in logs, tables and the environment of scripts. */
  private static String name(WireReader in, int max) throws MalformedMessageException {
    var name = in.string(max);
    if (name.isEmpty() || !Printable.is(name)) {
      throw new MalformedMessageException("no name");
    }
    return name;
  }

  private static String eventName(WireReader in) throws MalformedMessageException {
    return name(in, MAX_EVENT_NAME);
  }

  private static Message read(int type, WireReader in) throws MalformedMessageException {
    return switch (type) {
      case PING -> new Message.Ping(in.u16(), in.i64());
      case ACK -> new Message.Ack(in.u16(), in.i64());
      case PING_REQUEST -> new Message.PingRequest(in.u16(), new Endpoint(in.address(), in.i64()));
      case NACK -> new Message.Nack(in.u16());
      case CLAIM -> new Message.Claim(record(in));
      case SUSPECT -> new Message.Suspect(in.i64(), incarnation(in), evidence(in), in.i64());
      case FAILED -> new Message.Failed(in.i64(), incarnation(in), evidence(in), in.i64());
      case LEAVE -> new Message.Leave(in.i64(), incarnation(in));
      case LEAVE_ACK -> new Message.LeaveAck(in.i64());
      case SYNC -> new Message.Sync(in.u8() == 1, records(in));
      case SYNC_REPLY -> new Message.SyncReply(records(in));
      case REFUSED -> new Message.Refused(in.string(MAX_REASON_BYTES));
      case TRIPWIRE -> new Message.Tripwire(in.i64());
      default -> throw new MalformedMessageException("message type " + type);
    };
  }

  private static void write(WireWriter out, List<MemberRecord> members) {
    out.varint(members.size());
    for (var member : members) {
      write(out, member);
    }
  }

  private static void write(WireWriter out, MemberRecord m) {
    out.string(m.name()).i64(m.boot().epoch()).i64(m.boot().nonce()).address(m.address());
    out.varint(m.incarnation()).u8(m.state().ordinal()).u16(m.ageSeconds()).u8(m.flags());
    out.varint(m.tags().size());
    m.tags().forEach((key, value) -> out.string(key).string(value));
  }

  private static List<MemberRecord> records(WireReader in) throws MalformedMessageException {
    long count = in.varint();
    if (count > MAX_MEMBERS || count * MIN_RECORD_BYTES > in.remaining()) {
      throw new MalformedMessageException(count + " members");
    }
    var members = new ArrayList<MemberRecord>((int) count);
    for (int i = 0; i < count; i++) {
      members.add(record(in));
    }
    return members;
  }

  private static MemberRecord record(WireReader in) throws MalformedMessageException {
    var name = name(in, MemberRecord.MAX_NAME_BYTES);
    var boot = new BootId(in.i64(), in.i64());
    var address = in.address();
    long incarnation = incarnation(in);
    var state = State.ofCode(in.u8());
    if (state == null || boot.epoch() < 0 || boot.epoch() > BootId.MAX_EPOCH) {
      throw new MalformedMessageException("state or boot");
    }
    int age = in.u16();
    int flags = in.u8();
    var tags = new TreeMap<String, String>();
    long count = in.varint();
    int budget = MemberRecord.MAX_TAG_BYTES;
    for (long i = 0; i < count; i++) {
      int before = in.remaining();
      var key = in.string(budget);
      tags.put(key, in.string(budget));
      budget -= before - in.remaining();
      if (budget < 0 || key.isEmpty()) {
        throw new MalformedMessageException("tags too large");
      }
    }
    return new MemberRecord(
        name,
        boot,
        address,
        new MemberRecord.Claim(incarnation, state, age),
        new MemberRecord.Word(flags, tags));
  }

  private static long incarnation(WireReader in) throws MalformedMessageException {
    long incarnation = in.varint();
    if (incarnation > MemberRecord.MAX_INCARNATION) {
      throw new MalformedMessageException("incarnation");
    }
    return incarnation;
  }

  private static Evidence evidence(WireReader in) throws MalformedMessageException {
    var evidence = Evidence.ofCode(in.u8());
    if (evidence == null) {
      throw new MalformedMessageException("evidence");
    }
    return evidence;
  }
}
