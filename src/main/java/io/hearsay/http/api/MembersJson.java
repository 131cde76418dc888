package io.hearsay.http.api;

import io.hearsay.membership.ClusterView;
import java.util.List;

/** The answer of {@code GET /v1/members}. */
record MembersJson(String self, String label, long version, List<MemberJson> members) {
  static MembersJson of(ClusterView view) {
    return new MembersJson(
        view.self(),
        view.label(),
        view.version(),
        view.members().stream().map(MemberJson::of).toList());
  }
}
