package io.hearsay.http.ui;

import io.hearsay.balancer.model.LeftOut;
import io.hearsay.membership.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The backends that are there and get nothing, since balancers do not take what they say of
 * themselves: nobody else would tell, as each of them is alive and well.
 */
final class LeftOutFindings {
  private static final int NAMED = 3;

  private LeftOutFindings() {}

  /** A sentence for each of the first ones, with member, tag, value and rule. */
  static List<String> of(ClusterView view) {
    var all =
        view.present().stream()
            .filter(m -> m.tags().role().equals("backend"))
            .map(LeftOut::of)
            .flatMap(Optional::stream)
            .toList();
    var sentences = new ArrayList<String>();
    all.stream()
        .limit(NAMED)
        .forEach(l -> sentences.add("Balancers leave out a member: " + l.text() + "."));
    if (all.size() > NAMED) {
      sentences.add((all.size() - NAMED) + " more members are left out in the same way.");
    }
    return sentences;
  }
}
