package io.hearsay.membership;

import java.util.List;
import java.util.Map;

/**
 * How the members responded to a request about keys. Keys are named by their fingerprints.
 *
 * @param keys the keys of each member that answered, primary first
 * @param problems by member: why it failed, or that it did not answer
 */
public record KeyReport(Map<String, List<String>> keys, Map<String, String> problems) {
  /** Whether all members succeeded. */
  public boolean fine() {
    return problems.isEmpty();
  }
}
