package io.hearsay.balancer.sim;

import java.nio.file.Path;

/**
 * Where things lie on a simulated machine.
 *
 * @param config what HAProxy reads
 * @param runDir with the admin socket and the record
 */
public record SimPlaces(Path config, Path runDir, Path template) {
  /** Their names: the file of the configuration and the run directory. */
  public record Names(String config, String runDir) {}

  static SimPlaces on(SimDisk disk, Names names) {
    return new SimPlaces(
        disk.path(names.config()), disk.path(names.runDir()), disk.path("/templates/my.cfg.qute"));
  }

  /** HAProxy's admin socket. */
  public Path socket() {
    return runDir.resolve("haproxy.sock");
  }

  /** Which text which process runs with. */
  public Path record() {
    return runDir.resolve("haproxy.applied");
  }
}
