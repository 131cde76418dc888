package io.hearsay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvTest {
  @Test
  void namesTheFieldsOfEachLineAfterTheFirst() {
    var rows = new Csv("# pxname,svname,status,\nweb,a,UP,\nweb,BACKEND,,\n\n").rows();

    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst()).containsAllEntriesOf(Map.of("svname", "a", "status", "UP"));
    assertThat(rows.getLast()).containsEntry("status", "");
  }

  @Test
  void hasNoRowsWithoutLines() {
    assertThat(new Csv("").rows()).isEmpty();
  }
}
