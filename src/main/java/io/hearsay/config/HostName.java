package io.hearsay.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The name of this host. */
public final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  /** Properties that the log manager reads before it asks a name server. */
  private static final List<String> LOOKED_UP =
      List.of("jboss.host.name", "jboss.qualified.host.name", "jboss.node.name");

  private HostName() {}

  /**
   * The host's name; asks a name server only if the kernel does not know it. Empty if it is
   * unknown.
   */
  public static String get() {
    try {
      return Files.readString(KERNEL).trim();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException unknown) {
        return "";
      }
    }
  }

  /**
   * Presets the names of host and process that each log record carries. Otherwise the first record
   * would look up the host's address and the user's name, and a slow or missing name or directory
   * server would delay the start, and every command, before the first line.
   */
  public static void tellLogging() {
    var name = get();
    if (!name.isEmpty()) {
      LOOKED_UP.forEach(key -> setUnlessSet(key, name));
    }
    setUnlessSet("jboss.process.name", "hearsay");
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
