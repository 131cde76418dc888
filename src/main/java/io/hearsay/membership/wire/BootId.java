package io.hearsay.membership.wire;

import java.util.HexFormat;

/**
 * One boot of a member. Boots of the same name are ordered: a newer one supersedes an older one
 * immediately, wherever it runs. Boots with the same nonce are the same process, which has raised
 * its epoch.
 *
 * @param epoch milliseconds since 1970 at the start of the process, raised above that of any
 *     earlier boot the process hears of, so that a clock that went backwards does no harm
 * @param nonce random; identifies the boot on its own and makes the nonces of its sealed datagrams
 *     unique
 */
public record BootId(long epoch, long nonce) implements Comparable<BootId> {

  /**
   * Highest epoch accepted from the network. Clocks are far below it, so that a member always has
   * room to raise its epoch above one it hears of.
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
   * The form shown to users and in the API: 11 hexadecimal digits of the epoch, a dash, 16 of the
   * nonce.
   */
  public String text() {
    return Long.toHexString(epoch) + "-" + HexFormat.of().toHexDigits(nonce);
  }

  @Override
  public String toString() {
    return text();
  }
}
