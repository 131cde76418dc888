package io.hearsay.balancer.model;

import io.hearsay.membership.Member;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A member that balancers leave out, because of something that it says of itself.
 *
 * @param member its name, free text as the member gave it
 * @param what of it does not fit: a tag, or its {@code name} or {@code address}
 * @param value free text as well
 * @param takes what would fit, in words
 */
public record LeftOut(String member, String what, String value, String takes) {
  /** Whether a balancer would leave the member out, whatever its role and health. */
  public static Optional<LeftOut> of(Member member) {
    if (!TagValidator.isName(member.name())) {
      return Optional.of(
          new LeftOut(member.name(), "name", member.name(), TagRule.SERVICE.takes()));
    }
    if (!isUsable(member.address())) {
      return Optional.of(
          new LeftOut(
              member.name(),
              "address",
              member.address().getHostAddress(),
              "an address of one host, see --advertise"));
    }
    return Arrays.stream(TagRule.values())
        .filter(rule -> member.tags().get(rule.tag()).filter(v -> !rule.fits(v)).isPresent())
        .findFirst()
        .map(
            rule ->
                new LeftOut(
                    member.name(),
                    rule.tag(),
                    member.tags().get(rule.tag()).orElse(""),
                    rule.takes()));
  }

  private static boolean isUsable(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !address.getHostAddress().contains("%");
  }

  /** A sentence for an operator, harmless to print: member, what, value and rule. */
  public String text() {
    return "%s is left out: its %s is \"%s\", and takes %s"
        .formatted(RejectedValues.printable(member), what, RejectedValues.printable(value), takes);
  }
}
