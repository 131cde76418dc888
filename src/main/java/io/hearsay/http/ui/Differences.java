package io.hearsay.http.ui;

import io.hearsay.membership.Member;
import io.hearsay.membership.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Describes how what a member says about itself has changed. */
final class Differences {
  private Differences() {}

  static String between(Member before, Member now) {
    var words = new ArrayList<String>();
    if (before.healthy() != now.healthy()) {
      words.add(now.healthy() ? "health failing → passing" : "health passing → failing");
    }
    if (before.mode() != now.mode()) {
      words.add("mode " + before.mode().text() + " → " + now.mode().text());
    }
    if (!before.address().equals(now.address()) || before.port() != now.port()) {
      words.add("address " + MemberRow.address(before) + " → " + MemberRow.address(now));
    }
    tags(before.tags(), now.tags(), words);
    return String.join(", ", words);
  }

  private static void tags(Tags before, Tags now, List<String> words) {
    var keys = new TreeSet<>(before.asMap().keySet());
    keys.addAll(now.asMap().keySet());
    for (var key : keys) {
      var value = now.get(key);
      if (value.isEmpty()) {
        words.add("tag " + key + " removed");
      } else if (!value.equals(before.get(key))) {
        words.add("tag " + key + "=" + value.get());
      }
    }
  }
}
