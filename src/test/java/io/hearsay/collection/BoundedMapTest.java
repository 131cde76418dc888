package io.hearsay.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedMapTest {
  @Test
  void theOldestEntryMakesRoom() {
    var map = BoundedMap.<String, Integer>evictingOldest(2);
    map.put("a", 1);
    map.put("b", 2);
    map.put("a", 3);

    map.put("c", 4);

    assertThat(map).containsOnlyKeys("b", "c");
  }

  @Test
  void theLeastRecentlyUsedEntryMakesRoom() {
    var map = BoundedMap.<String, Integer>evictingLeastRecentlyUsed(2);
    map.put("a", 1);
    map.put("b", 2);
    assertThat(map.get("a")).isEqualTo(1);

    map.computeIfAbsent("c", key -> 3);

    assertThat(map).containsOnlyKeys("a", "c");
  }
}
