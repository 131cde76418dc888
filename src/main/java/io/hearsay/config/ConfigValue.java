package io.hearsay.config;

import java.util.List;

/**
 * A value and where it came from.
 *
 * @param values one, or several for an option that takes several
 * @param origin where it came from, for error messages: {@code --bind}, {@code HEARSAY_BIND in the
 *     environment}, …
 */
record ConfigValue(List<String> values, String origin) {
  String value() {
    return values.getLast();
  }
}
