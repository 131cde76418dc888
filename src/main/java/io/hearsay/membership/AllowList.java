package io.hearsay.membership;

import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The addresses that members may have, as CIDR blocks; without any block, all addresses are
 * allowed. Datagrams and connections from elsewhere are dropped before anything in them is read,
 * and records of members elsewhere are not believed, whoever sends them.
 */
public final class AllowList implements Predicate<InetAddress> {
  private static final AllowList ALL = new AllowList(List.of());

  private final List<CidrAddress> blocks;

  private AllowList(List<CidrAddress> blocks) {
    this.blocks = blocks;
  }

  /** No restriction. */
  public static AllowList all() {
    return ALL;
  }

  /**
   * These blocks.
   *
   * @param texts blocks such as {@code 10.0.0.0/8} or {@code fd00::/8}, or single addresses
   * @throws IllegalArgumentException if one is malformed; the message says which
   */
  public static AllowList of(List<String> texts) {
    var blocks = new ArrayList<CidrAddress>();
    for (var text : texts) {
      blocks.add(block(text));
    }
    return blocks.isEmpty() ? ALL : new AllowList(List.copyOf(blocks));
  }

  private static CidrAddress block(String text) {
    var single = IpLiteral.parse(text);
    if (single.isPresent()) {
      return CidrAddress.create(single.get(), single.get().getAddress().length * 8);
    }
    var block = text.contains("/") ? Inet.parseCidrAddress(text) : null;
    if (block == null) {
      throw new IllegalArgumentException(
          "it takes a block such as 10.0.0.0/8 or fd00::/8, or an address");
    }
    return block;
  }

  @Override
  public boolean test(InetAddress address) {
    return blocks.isEmpty() || blocks.stream().anyMatch(b -> b.matches(address));
  }

  @Override
  public String toString() {
    return blocks.isEmpty() ? "any address" : blocks.toString();
  }
}
