package io.hearsay.membership;

import java.util.List;
import java.util.Map;

/**
 * What the members said to an order about the keys. Keys are named by their fingerprints.
 *
 * @param keys by member, primary first; of those that answered
 * @param problems by member: why it did not do it, or that it did not answer
 */
public record KeyReport(Map<String, List<String>> keys, Map<String, String> problems) {
  /** Whether all did it. */
  public boolean fine() {
    return problems.isEmpty();
  }
}
