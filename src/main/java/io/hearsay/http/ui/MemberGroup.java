package io.hearsay.http.ui;

import io.hearsay.balancer.model.TagValidator;
import io.hearsay.text.TemplateFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Members of one role or, for backends, of one service. There are at most {@value #MOST} groups,
 * whatever members announce; all others are in {@value #OTHER}.
 *
 * @param name of the group
 * @param size number of members in it
 * @param counts number of members by status
 * @param wrong number of members with something wrong
 * @param fold the members shown
 */
public record MemberGroup(
    String name, int size, Map<String, Long> counts, long wrong, Fold<MemberRow> fold)
    implements TemplateFields {
  static final int MOST = 48;
  static final String OTHER = "other";
  private static final List<String> STATUSES =
      List.of("failed", "suspect", "leaving", "alive", "left");

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> this.name;
          case "size" -> size;
          case "counts" ->
              counts.entrySet().stream()
                  .map(e -> new Page.Count(e.getKey(), e.getValue()))
                  .toList();
          case "wrong" -> wrong;
          case "level" ->
              counts.containsKey("failed") ? "broken" : wrong > 0 ? "behind" : "current";
          case "fold" -> fold;
          default -> null;
        });
  }

  /** The group of a member; only valid names make one. */
  static String of(MemberRow row) {
    var role = row.member().tags().role();
    if (role.equals("backend")) {
      var service = row.member().tags().get("service").orElse("web");
      return TagValidator.isName(service) ? "backend/" + service : OTHER;
    }
    return TagValidator.isName(role) ? role : OTHER;
  }

  /** All groups, those with something wrong first. */
  static List<MemberGroup> of(List<MemberRow> rows, RowBudget budget) {
    var groups = new TreeMap<String, List<MemberRow>>();
    for (var row : rows) {
      var name = of(row);
      boolean full = groups.size() >= MOST && !groups.containsKey(name);
      groups.computeIfAbsent(full ? OTHER : name, n -> new ArrayList<>()).add(row);
    }
    var order = new ArrayList<>(groups.keySet());
    order.sort(
        Comparator.comparing((String n) -> wrong(groups.get(n)) == 0)
            .thenComparing(Comparator.naturalOrder()));
    return order.stream().map(n -> group(n, groups.get(n), budget)).toList();
  }

  private static long wrong(List<MemberRow> rows) {
    return rows.stream().filter(MemberRow::isWrong).count();
  }

  private static MemberGroup group(String name, List<MemberRow> rows, RowBudget budget) {
    rows.sort(MemberRow.WORST_FIRST);
    var counts = new LinkedHashMap<String, Long>();
    for (var status : STATUSES) {
      long count = rows.stream().filter(r -> r.status().equals(status)).count();
      if (count > 0) {
        counts.put(status, count);
      }
    }
    long wrong = wrong(rows);
    return new MemberGroup(
        name,
        rows.size(),
        counts,
        wrong,
        budget.fold(
            "members " + name,
            rows,
            wrong,
            "ui/members?filter=" + MemberRow.encoded("group:" + name)));
  }
}
