package io.hearsay.balancer.apply;

import io.hearsay.balancer.diagnostics.ApplyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * HAProxy's configuration: a {@link ConfigFile} that takes the place of nobody else's (see {@link
 * Authorship}), and whose text before is kept as {@code .bak}. For one thread.
 */
final class ProxyConfigFile {
  private final ConfigFile file;
  private final Authorship authorship;

  /** The text of the candidate, and of what was written last. */
  private String next = "";

  /** Where the text before the last {@link #commit} is. */
  private Optional<Path> backup = Optional.empty();

  /**
   * One file.
   *
   * @param adopt whether somebody else's may be replaced
   */
  ProxyConfigFile(Path path, boolean adopt) {
    this.file = new ConfigFile(path);
    this.authorship = new Authorship(path, adopt);
  }

  Path path() {
    return file.path();
  }

  /** What is in the file, if it is there. */
  Optional<String> read() {
    return file.read();
  }

  /** What is in the file was written by Hearsay, though it may not be on record. */
  void trust(String text) {
    authorship.trust(text);
  }

  /** Whether that text may take the file's place. */
  boolean takes(String text) {
    try {
      authorship.require(text);
      return true;
    } catch (ApplyException e) {
      return false;
    }
  }

  /** Writes the text beside the file if it may take its place. */
  Path writeCandidate(String text) throws ApplyException {
    authorship.require(text);
    next = text;
    return file.writeCandidate(text);
  }

  /** It is on record from here on that the candidate is ours. */
  void claim() throws ApplyException {
    authorship.claim(next);
  }

  /** Makes the candidate, which was claimed, the file. */
  void commit() throws ApplyException {
    backup = Optional.empty();
    try {
      // Somebody else's was kept before, and for good.
      if (Files.exists(path(), LinkOption.NOFOLLOW_LINKS) && authorship.isOurs(path())) {
        var place = backupPlace();
        var copy = sibling(".hearsay-bak-new");
        Files.copy(path(), copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
        backup = Optional.of(place);
      }
    } catch (IOException e) {
      throw file.unwritable(e);
    }
    file.replace();
  }

  /** Puts the text in place in one go, and keeps no copy of what was there. */
  void write(String text) throws ApplyException {
    writeCandidate(text);
    claim();
    file.replace();
  }

  /** Puts the text before the last {@link #commit} back. */
  void rollBack() throws ApplyException {
    var from = backup.filter(Files::exists);
    if (from.isPresent()) {
      try {
        Files.copy(from.get(), file.candidate(), StandardCopyOption.REPLACE_EXISTING);
        file.replace();
      } catch (IOException e) {
        throw file.unwritable(e);
      }
    }
  }

  /** Removes the candidate. */
  void discard() {
    file.discard();
  }

  /** An operator who makes room for Hearsay calls his file so as well. */
  private Path backupPlace() {
    var usual = sibling(".bak");
    return authorship.isOurs(usual) ? usual : sibling(".hearsay.bak");
  }

  private Path sibling(String suffix) {
    return path().resolveSibling(path().getFileName() + suffix);
  }
}
