package io.hearsay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which package may use which. Packages are named without {@code io.hearsay.}; {@code hearsay} is
 * the root package.
 *
 * @param uses by package: exactly the packages that it uses
 */
record PackageTable(Map<String, Set<String>> uses) {
  /** One package a line: {@code PACKAGE -> PACKAGE PACKAGE …}, or {@code PACKAGE} alone. */
  static PackageTable parse(String text) {
    var table = new TreeMap<String, Set<String>>();
    for (var line : text.lines().filter(l -> !l.isBlank()).toList()) {
      var sides = line.strip().split("\\s*->\\s*", 2);
      var used = new TreeSet<String>();
      if (sides.length > 1) {
        used.addAll(List.of(sides[1].split("\\s+")));
      }
      if (table.put(sides[0], used) != null) {
        throw new IllegalArgumentException(sides[0] + " stands in two lines");
      }
    }
    return new PackageTable(table);
  }

  /** Every difference between {@code found} and the table, in words; empty if there is none. */
  List<String> violations(PackageArrows found) {
    var wrong = new ArrayList<String>();
    for (var name : found.packages()) {
      if (!uses.containsKey(name)) {
        wrong.add("the package " + name + " is not in the table");
        continue;
      }
      found
          .from(name)
          .forEach(
              (used, example) -> {
                if (!uses.get(name).contains(used)) {
                  wrong.add(name + " may not use " + used + ": " + example);
                }
              });
    }
    uses.forEach(
        (name, allowed) -> {
          if (!found.packages().contains(name)) {
            wrong.add("there is no package " + name);
            return;
          }
          for (var used : allowed) {
            if (!found.from(name).containsKey(used)) {
              wrong.add(name + " does not use " + used + " any more");
            }
          }
        });
    return wrong;
  }
}
