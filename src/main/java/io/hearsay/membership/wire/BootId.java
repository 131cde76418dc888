package io.hearsay.membership.wire;

import java.util.HexFormat;

/**
 * One boot of a member. Boots of the same name are ordered: the newer supersedes the older at once,
 * wherever it runs. Boots of one nonce are one process, which has raised its epoch.
 *
 * @param epoch milliseconds since 1970 at the start of the process, raised above any older boot the
 *     process hears of, so that a clock that went backwards does no harm
 * @param nonce random; identifies the boot alone, and makes the nonces of its sealed datagrams
 *     unique
 */
public record BootId(long epoch, long nonce) implements Comparable<BootId> {

  /**
   * Highest epoch taken from the network. Clocks are far below it, so that whoever hears of a boot
   * ahead of its own has room above it.
   */
  public static final long MAX_EPOCH = 1L << 60;

  @Override
  public int compareTo(BootId other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compareUnsigned(nonce, other.nonce);
  }

  /** Whether this boot supersedes the other one. */
  public boolean isNewerThan(BootId other) {
    return compareTo(other) > 0;
  }

  /** Whether both are the same process. */
  public boolean isSameProcess(BootId other) {
    return nonce == other.nonce;
  }

  /**
   * The form shown to people and in the API: 11 hexadecimal digits of time, a dash, 16 of chance.
   */
  public String text() {
    return Long.toHexString(epoch) + "-" + HexFormat.of().toHexDigits(nonce);
  }

  @Override
  public String toString() {
    return text();
  }
}
