package io.hearsay.config;

import java.util.List;

/**
 * A value and where it came from.
 *
 * @param values one, or several for an option that takes many
 * @param origin in words, for an error message: {@code --bind}, {@code HEARSAY_BIND in the
 *     environment}, …
 */
record ConfigValue(List<String> values, String origin) {
  String value() {
    return values.getLast();
  }
}
