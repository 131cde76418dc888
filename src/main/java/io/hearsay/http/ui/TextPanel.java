package io.hearsay.http.ui;

import io.hearsay.balancer.ConfigTexts;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Lines of HAProxy's configuration worth looking at: those of the last change, or those that
 * HAProxy refuses.
 *
 * @param lines the lines shown
 * @param more number of differing lines that are not shown
 * @param counts the numbers of lines, as a text
 */
public record TextPanel(List<Line> lines, int more, String counts) implements TemplateFields {
  /** Nothing to show. */
  static final TextPanel NONE = new TextPanel(List.of(), 0, "");

  static final int MOST_LINES = 60;
  private static final int MAX_WIDTH = 240;
  private static final int BESIDE = 2;

  /** HAProxy refers to a line as {@code [/etc/haproxy/haproxy.cfg:12]}. */
  private static final Pattern PLACE = Pattern.compile("\\[[^\\[\\]]{1,300}:([0-9]{1,7})]");

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "lines" -> lines;
          case "more" -> more;
          case "counts" -> counts;
          default -> null;
        });
  }

  /**
   * One line.
   *
   * @param sign {@code +}, {@code -}, a space, {@code !} for what is refused, {@code @} for a
   *     heading
   * @param number of the line; 0 for a heading
   * @param note what HAProxy says about it; may be empty
   */
  public record Line(char sign, int number, String text, String note) implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "sign" -> String.valueOf(sign);
            case "kind" -> kind();
            case "number" -> number;
            case "text" -> VisibleText.text(text.replace("\t", "    "), MAX_WIDTH);
            case "note" -> note;
            default -> null;
          });
    }

    private String kind() {
      return switch (sign) {
        case '+' -> "added";
        case '-' -> "removed";
        case '!' -> "refused";
        case '@' -> "heading";
        default -> "same";
      };
    }
  }

  /** The differences, each below the heading of its section. */
  static TextPanel of(ConfigTexts.Change change) {
    var all = LineDifference.of(change.before(), change.after());
    long added = all.stream().filter(l -> l.sign() == '+').count();
    long removed = all.stream().filter(l -> l.sign() == '-').count();
    var lines = new ArrayList<Line>();
    var section = "";
    var told = "";
    int shown = 0;
    for (var line : all) {
      if (isSection(line.text())) {
        section = line.text();
      }
      if (line.sign() == ' ' || lines.size() >= MOST_LINES) {
        continue;
      }
      if (!section.equals(told) && !isSection(line.text())) {
        lines.add(new Line('@', 0, section, ""));
      }
      told = section;
      lines.add(new Line(line.sign(), line.number(), line.text(), ""));
      shown++;
    }
    return new TextPanel(
        lines, (int) (added + removed) - shown, "+" + added + " −" + removed + " lines");
  }

  private static boolean isSection(String line) {
    return !line.isEmpty() && Character.isLetter(line.charAt(0));
  }

  /** The lines that HAProxy refers to, with some context. */
  static TextPanel of(ConfigTexts.Refused refused) {
    var text = refused.text().lines().toList();
    var notes = new TreeMap<Integer, String>();
    for (var sentence : refused.error().split("; ", -1)) {
      var place = PLACE.matcher(sentence);
      if (place.find()) {
        int number = Integer.parseInt(place.group(1));
        if (number >= 1 && number <= text.size()) {
          var note = sentence.substring(place.end()).replaceFirst("^[\\s:]+", "");
          notes.merge(number, VisibleText.text(note), (a, b) -> a + "; " + b);
        }
      }
    }
    var wanted = new TreeSet<Integer>();
    notes
        .keySet()
        .forEach(
            n -> {
              for (int i = Math.max(1, n - BESIDE); i <= Math.min(text.size(), n + BESIDE); i++) {
                wanted.add(i);
              }
            });
    var lines =
        wanted.stream()
            .limit(MOST_LINES)
            .map(
                n ->
                    new Line(
                        notes.containsKey(n) ? '!' : ' ',
                        n,
                        text.get(n - 1),
                        notes.getOrDefault(n, "")))
            .toList();
    return new TextPanel(lines, 0, "");
  }
}
