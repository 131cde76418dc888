package io.hearsay.bench.soak;

import io.hearsay.testkit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The cluster's key, and files with it for those who may read them. */
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

  /** A file with a key that nobody has yet. */
  private Path fresh() {
    return write("key" + ++number, cli.keygen());
  }

  /** The keyring of one that starts now. */
  Path ringFor(String name) {
    try {
      return write(name + ".keys", Files.readString(current));
    } catch (IOException e) {
      throw new Failure("cannot read " + current, e);
    }
  }

  /** Gives all members another key, in the three steps that the README names. */
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
