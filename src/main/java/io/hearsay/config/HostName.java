package io.hearsay.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The name of this host. */
public final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  /** What the log manager looks up before it asks a name server. */
  private static final List<String> LOOKED_UP =
      List.of("jboss.host.name", "jboss.qualified.host.name", "jboss.node.name");

  private HostName() {}

  /** Without asking a name server where the kernel knows it; empty if nobody does. */
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
   * Each record of the log carries the host's name and the process'. The first one would ask for
   * the host's address, and for the user's name: a server of either kind that is slow or gone would
   * hold up the start, and every command, before the first line.
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
