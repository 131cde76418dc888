package io.hearsay.bench.soak;

import io.hearsay.testkit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The cluster's key, in files that only their owners can read. */
final class KeyFiles {
  private final Path directory;
  private final Cli cli;
  private Path current;
  private int number;

  KeyFiles(Path directory, Cli cli) {
    this.directory = directory;
    this.cli = cli;
    this.current = fresh();
  }

  /** A file with a new key. */
  private Path fresh() {
    return write("key" + ++number, cli.keygen());
  }

  /** The keyring of a member that starts now. */
  Path ringFor(String name) {
    try {
      return write(name + ".keys", Files.readString(current));
    } catch (IOException e) {
      throw new Failure("cannot read " + current, e);
    }
  }

  /** Rotates the key of all members, in the three steps that the README describes. */
  void rotate(Member through) {
    var next = fresh();
    cli.ask(through, "keys", "--install", "@" + next);
    cli.ask(through, "keys", "--use", "@" + next);
    cli.ask(through, "keys", "--remove", "@" + current);
    forget(current);
    current = next;
  }

  static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Failure("cannot delete " + file, e);
    }
  }

  private Path write(String name, String text) {
    var file = directory.resolve(name);
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure("cannot write " + file, e);
    }
  }
}
