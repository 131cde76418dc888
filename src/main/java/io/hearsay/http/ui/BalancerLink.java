package io.hearsay.http.ui;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A member that is a balancer, and where its own dashboard is, if it says so: by the tag {@value
 * #TAG}, which is the port of its API at its own address. Nothing is guessed, since an API usually
 * listens on loopback only, and nothing but a port is taken from the member.
 *
 * @param self whether it is the member that is asked
 */
public record BalancerLink(Member member, boolean self) implements TemplateFields {
  /** What a member whose dashboard others may open sets. */
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

  /** The first ones that are present. */
  static List<BalancerLink> of(PageSource source) {
    return source.view().present().stream()
        .filter(m -> m.tags().role().equals("balancer"))
        .limit(SHOWN)
        .map(m -> new BalancerLink(m, m.name().equals(source.view().self())))
        .toList();
  }

  /** The address of its dashboard, if it names a port. */
  Optional<String> dashboard() {
    var ip = member.address().getHostAddress().replaceFirst("%.*", "");
    return member
        .tags()
        .get(TAG)
        .filter(port -> PORT.matcher(port).matches() && Integer.parseInt(port) <= MAX_PORT)
        .map(port -> "http://" + new HostPort(ip, Integer.parseInt(port)) + "/");
  }
}
