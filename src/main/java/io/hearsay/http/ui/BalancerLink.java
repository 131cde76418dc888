package io.hearsay.http.ui;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A member that is a balancer, with a link to its own dashboard if it announces one by the tag
 * {@value #TAG}, the port of its API at its own address. The port is not guessed, since APIs
 * usually listen on loopback only, and nothing but a port is taken from the member.
 *
 * @param self whether it is the local member
 */
public record BalancerLink(Member member, boolean self) implements TemplateFields {
  /** The tag of a member whose dashboard others may open. */
  static final String TAG = "dashboard-port";

  private static final int SHOWN = 8;
  private static final int MAX_PORT = 0xffff;
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> VisibleText.text(member.name());
          case "link" -> MemberRow.link(member.name());
          case "dashboard" -> self ? "" : dashboard().orElse("");
          default -> null;
        });
  }

  /** The first present balancers. */
  static List<BalancerLink> of(PageSource source) {
    return source.view().present().stream()
        .filter(m -> m.tags().role().equals("balancer"))
        .limit(SHOWN)
        .map(m -> new BalancerLink(m, m.name().equals(source.view().self())))
        .toList();
  }

  /** The URL of its dashboard, if it announces a port. */
  Optional<String> dashboard() {
    var ip = member.address().getHostAddress().replaceFirst("%.*", "");
    return member
        .tags()
        .get(TAG)
        .filter(port -> PORT.matcher(port).matches() && Integer.parseInt(port) <= MAX_PORT)
        .map(port -> "http://" + new HostPort(ip, Integer.parseInt(port)) + "/");
  }
}
