package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import java.util.List;
import java.util.Optional;

/**
 * A group of rows that a reader opens and closes.
 *
 * @param key names it, so that it stays open when the page is drawn again
 * @param open whether it is open from the start
 * @param rows those that are in the page; of a closed group there may be none
 * @param total how many there are
 * @param link where all of them are, relative to the page
 */
public record Fold<T>(String key, boolean open, List<T> rows, int total, String link)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "key" -> key;
          case "open" -> open;
          case "rows" -> rows;
          case "total" -> total;
          case "missing" -> total - rows.size();
          case "link" -> link;
          default -> null;
        });
  }

  /** The same with everything in it, open: on a page of its own. */
  static <T> Fold<T> whole(String key, List<T> rows, int most, String link) {
    return new Fold<>(key, true, rows.stream().limit(most).toList(), rows.size(), link);
  }
}
