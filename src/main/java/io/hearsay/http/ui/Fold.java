package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import java.util.List;
import java.util.Optional;

/**
 * A group of rows that a reader can open and close.
 *
 * @param key identifies it, so that it stays open when the page is updated
 * @param open whether it is initially open
 * @param rows the rows in the page; a closed group may have none
 * @param total the number of all rows
 * @param link to all rows, relative to the page
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

  /** An open group with all rows, for a page of its own. */
  static <T> Fold<T> whole(String key, List<T> rows, int most, String link) {
    return new Fold<>(key, true, rows.stream().limit(most).toList(), rows.size(), link);
  }
}
