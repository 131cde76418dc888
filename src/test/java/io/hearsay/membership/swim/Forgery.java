package io.hearsay.membership.swim;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What an attacker without keys, who knows everything that members say, may send in anybody's name.
 * Each kind was sent to our own processes once and did lasting harm. Public because the benchmark
 * sends the same to real agents.
 */
public final class Forgery {
  private static final long HOUR = 3_600_000;
  static final long YEARS = 10 * 365 * 24 * HOUR;

  /** The kinds of forgery. */
  public enum Kind {
    SUSPECT_OF_A_FAR_INCARNATION,
    FAILED_OF_A_LATER_INCARNATION,
    LEFT,
    MAINTENANCE_FOR_EVER,
    MAINTENANCE_OF_A_LATER_INCARNATION,
    FAR_INCARNATION_WITHIN_BOUNDS,
    NONCE_UNDER_ANOTHER_NAME,
    OWN_NONCE_UNDER_ANOTHER_NAME,
    ANOTHER_ADDRESS,
    BOOT_OF_AN_HOUR_FROM_NOW,
    BOOT_OF_YEARS_FROM_NOW,
    LAST_BOOT_OF_ALL,
    DEAD_BOOT_OF_AN_HOUR_FROM_NOW,
    SAME_PROCESS_AN_HOUR_FROM_NOW,
    FRESH_NAME,
    HEARTBEAT,
    PING,
    PING_REQUEST,
    QUERY
  }

  private final Random random;
  private final Supplier<InetSocketAddress> nobody;
  private int fresh;

  /**
   * Forgeries by one attacker.
   *
   * @param nobody supplies addresses without a member
   */
  public Forgery(Random random, Supplier<InetSocketAddress> nobody) {
    this.random = random;
    this.nobody = nobody;
  }

  /**
   * Creates a forgery.
   *
   * @param record the member that it is about
   * @param to the boot that it is sent to
   * @param now milliseconds since 1970
   */
  public Message of(Kind kind, MemberRecord record, BootId to, long now) {
    var boot = record.boot();
    var nowhere = nobody.get();
    return switch (kind) {
      case SUSPECT_OF_A_FAR_INCARNATION ->
          new Message.Suspect(boot.nonce(), Long.MAX_VALUE / 2, Evidence.GONE, 1);
      case FAILED_OF_A_LATER_INCARNATION ->
          new Message.Failed(
              boot.nonce(), record.incarnation() + random.nextInt(2000), Evidence.GONE, 1);
      case LEFT -> new Message.Leave(boot.nonce(), record.incarnation() + random.nextInt(2000));
      case MAINTENANCE_FOR_EVER -> maintenance(record, Long.MAX_VALUE / 2);
      case MAINTENANCE_OF_A_LATER_INCARNATION ->
          maintenance(record, record.incarnation() + 1 + random.nextInt(2000));
      case FAR_INCARNATION_WITHIN_BOUNDS -> maintenance(record, 1L << 39);
      case NONCE_UNDER_ANOTHER_NAME -> claim(evil(), boot, nowhere, 0, State.ALIVE);
      case OWN_NONCE_UNDER_ANOTHER_NAME -> claim(evil(), to, nowhere, 0, State.ALIVE);
      case ANOTHER_ADDRESS ->
          claim(record.name(), boot, nowhere, record.incarnation() + 1, State.ALIVE);
      case BOOT_OF_AN_HOUR_FROM_NOW ->
          claim(record.name(), later(now + HOUR), nowhere, 0, State.ALIVE);
      case BOOT_OF_YEARS_FROM_NOW ->
          claim(record.name(), later(now + YEARS), nowhere, 0, State.ALIVE);
      case LAST_BOOT_OF_ALL ->
          claim(record.name(), later(BootId.MAX_EPOCH), nowhere, 0, State.ALIVE);
      case DEAD_BOOT_OF_AN_HOUR_FROM_NOW ->
          claim(record.name(), later(now + HOUR), nowhere, 0, State.LEFT);
      case SAME_PROCESS_AN_HOUR_FROM_NOW ->
          claim(record.name(), new BootId(now + HOUR, boot.nonce()), nowhere, 0, State.ALIVE);
      case FRESH_NAME -> claim("fresh" + ++fresh, later(now), nowhere, 0, State.ALIVE);
      case HEARTBEAT -> new Message.Ack(RingHeartbeat.UNASKED, random.nextLong());
      case PING -> new Message.Ping(1 + random.nextInt(0xffff), random.nextLong());
      case PING_REQUEST -> new Message.PingRequest(7, new Endpoint(nowhere, boot.nonce()));
      case QUERY -> query(new Endpoint(nowhere, boot.nonce()), random.nextInt());
    };
  }

  private static Message query(Endpoint asker, int number) {
    var name = "load";
    return new Message.Query(asker, number, name, Bytes.of(name));
  }

  private String evil() {
    return "evil" + random.nextInt(3);
  }

  private BootId later(long epoch) {
    return new BootId(epoch, random.nextLong());
  }

  private static Message maintenance(MemberRecord record, long incarnation) {
    return new Message.Claim(
        record.says(record.flags() | Flags.MAINTENANCE, record.tags(), incarnation));
  }

  static Message.Claim claim(
      String name, BootId boot, InetSocketAddress address, long incarnation, State state) {
    return new Message.Claim(
        new MemberRecord(
            name,
            boot,
            address,
            new MemberRecord.Claim(incarnation, state, 0),
            new MemberRecord.Word(
                Flags.HEALTHY | Flags.EXTENSIONS, new TreeMap<>(Map.of("service", "web")))));
  }
}
