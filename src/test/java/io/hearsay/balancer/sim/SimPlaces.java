package io.hearsay.balancer.sim;

import java.nio.file.Path;

/**
 * Paths on a simulated machine.
 *
 * @param config the file that HAProxy reads
 * @param runDir the directory of the admin socket and the record
 * @param template the template's file
 */
public record SimPlaces(Path config, Path runDir, Path template) {
  /** The names of the configuration file and the run directory. */
  public record Names(String config, String runDir) {}

  static SimPlaces on(SimDisk disk, Names names) {
    return new SimPlaces(
        disk.path(names.config()), disk.path(names.runDir()), disk.path("/templates/my.cfg.qute"));
  }

  /** HAProxy's admin socket. */
  public Path socket() {
    return runDir.resolve("haproxy.sock");
  }

  /** The record of which process runs with which text. */
  public Path record() {
    return runDir.resolve("haproxy.applied");
  }
}
