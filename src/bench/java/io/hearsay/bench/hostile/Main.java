package io.hearsay.bench.hostile;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Started by {@code hostile.sh} inside a network namespace of its own. */
public final class Main {
  private Main() {}

  /**
   * Exit code 0 if every bound was kept, 1 if not.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    var settings = Settings.of(System.getenv());
    Files.createDirectories(settings.directory());
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put("3", new StalledReader());
    rows.put("4", new Crowd());
    rows.put("5", new Callers());
    rows.put("6", new Datagrams());
    rows.put("7", new Networks());
    var report = new Report();
    for (var row : rows.entrySet()) {
      if (settings.rows().contains(row.getKey())) {
        report.begin(row.getKey());
        try {
          row.getValue().measure(settings, report);
        } catch (Exception e) {
          e.printStackTrace();
          report.brokeOff(e);
        }
      }
    }
    System.exit(report.print() ? 0 : 1);
  }
}
