package io.hearsay.http.api;

import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Determines the members that a query is for. */
final class QueryTargets {
  private QueryTargets() {}

  /**
   * The names of the members to ask; empty: all.
   *
   * @param nodes names; none: any
   * @param tags {@code KEY=REGEX}, all of which match whole values; none: any
   * @throws IllegalArgumentException if a parameter is invalid; the message names it
   */
  static Optional<Set<String>> of(List<String> nodes, List<String> tags, ClusterView view) {
    if (nodes.isEmpty() && tags.isEmpty()) {
      return Optional.empty();
    }
    Predicate<Member> meant = member -> nodes.isEmpty() || nodes.contains(member.name());
    for (var tag : tags) {
      meant = meant.and(tag(tag));
    }
    return Optional.of(
        view.present().stream()
            .filter(meant)
            .map(Member::name)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Predicate<Member> tag(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("tag takes KEY=REGEX, such as role=back.*");
    }
    var key = text.substring(0, equals);
    try {
      var value = Pattern.compile(text.substring(equals + 1));
      return member -> {
        var has = member.tags().asMap().get(key);
        return has != null && value.matcher(has).matches();
      };
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("tag: the expression is wrong: " + e.getDescription(), e);
    }
  }
}
