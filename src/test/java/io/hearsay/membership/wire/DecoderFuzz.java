package io.hearsay.membership.wire;

import static io.hearsay.fuzz.Target.hold;

import com.sun.management.ThreadMXBean;
import io.hearsay.fuzz.Target;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The content of a datagram or frame, once opened: from anybody with the key, or, without one, from
 * anybody.
 */
public final class DecoderFuzz {
  /** A decoded datagram may take this many times its bytes, plus the constant below. */
  private static final int GROWTH = 96;

  private static final int FLOOR = 64 * 1024;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private DecoderFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "decoder",
        DecoderFuzz.class,
        DecoderFuzz::fuzzerTestOneInput,
        FuzzTest.SEEDS.stream().map(Codec::encode).toList(),
        List.of(),
        1);
  }

  /** Neither throws nor allocates without bounds; what is accepted can be encoded again. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    long limit = FLOOR + (long) GROWTH * bytes.length;
    long before = THREAD.getCurrentThreadAllocatedBytes();
    var decoded = Codec.decode(bytes).orElse(List.of());
    // Class loading counts too, once per class, so a result above the limit is measured again.
    if (THREAD.getCurrentThreadAllocatedBytes() - before > limit) {
      hold(allocated(bytes) <= limit, "more than " + limit + " bytes for " + bytes.length);
    }
    for (var message : decoded) {
      var told = Codec.decode(Codec.encode(message));
      hold(told.equals(java.util.Optional.of(List.of(message))), message + " cannot be passed on");
    }
  }

  private static long allocated(byte[] bytes) {
    long before = THREAD.getCurrentThreadAllocatedBytes();
    Codec.decode(bytes);
    return THREAD.getCurrentThreadAllocatedBytes() - before;
  }
}
