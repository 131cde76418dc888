package io.hearsay.balancer.model;

import io.hearsay.membership.Member;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A member that balancers leave out because of an invalid value.
 *
 * @param member its name, which is free text from the member
 * @param what is invalid: a tag, or its {@code name} or {@code address}
 * @param value the invalid value, free text as well
 * @param takes a description of valid values
 */
public record LeftOut(String member, String what, String value, String takes) {
  /** Whether a balancer would leave the member out, regardless of its role and health. */
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

  /** A sentence for an operator, safe to print: member, what, value and rule. */
  public String text() {
    return "%s is left out: its %s is \"%s\", and takes %s"
        .formatted(RejectedValues.printable(member), what, RejectedValues.printable(value), takes);
  }
}
