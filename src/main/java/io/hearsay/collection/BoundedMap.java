package io.hearsay.collection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map with a maximum number of entries: adding one more removes another. For what strangers or
 * members can make grow. Not thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  private BoundedMap(int most, boolean byAccess) {
    super(16, 0.75f, byAccess);
    this.most = most;
  }

  /**
   * A map that removes the entry whose key was added first.
   *
   * @param most maximum number of entries, at least 1
   */
  public static <K, V> Map<K, V> evictingOldest(int most) {
    return new BoundedMap<>(most, false);
  }

  /**
   * A map that removes the entry that was read or written least recently.
   *
   * @param most maximum number of entries, at least 1
   */
  public static <K, V> Map<K, V> evictingLeastRecentlyUsed(int most) {
    return new BoundedMap<>(most, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
