package io.hearsay.balancer.apply;

import io.hearsay.balancer.diagnostics.ApplyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * HAProxy's configuration: a {@link ConfigFile} that does not replace other people's files (see
 * {@link Authorship}), and whose previous text is kept as {@code .bak}. For one thread.
 */
final class ProxyConfigFile {
  private final ConfigFile file;
  private final Authorship authorship;

  /** The text written last, as the candidate or as the file. */
  private String next = "";

  /** The file with the text before the last {@link #commit}. */
  private Optional<Path> backup = Optional.empty();

  /**
   * Creates an instance for one file.
   *
   * @param adopt whether somebody else's file may be replaced
   */
  ProxyConfigFile(Path path, boolean adopt) {
    this.file = new ConfigFile(path);
    this.authorship = new Authorship(path, adopt);
  }

  Path path() {
    return file.path();
  }

  /** The content of the file, if it exists. */
  Optional<String> read() {
    return file.read();
  }

  /** Notes that Hearsay wrote this content of the file, though it may not be on record. */
  void trust(String text) {
    authorship.trust(text);
  }

  /** Whether this text may replace the file. */
  boolean takes(String text) {
    try {
      authorship.require(text);
      return true;
    } catch (ApplyException e) {
      return false;
    }
  }

  /** Writes the text beside the file, if it may replace it. */
  Path writeCandidate(String text) throws ApplyException {
    authorship.require(text);
    next = text;
    return file.writeCandidate(text);
  }

  /** Records that the candidate is ours. */
  void claim() throws ApplyException {
    authorship.claim(next);
  }

  /** Replaces the file with the candidate, which was claimed. */
  void commit() throws ApplyException {
    backup = Optional.empty();
    try {
      // Somebody else's file has already been kept, permanently.
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

  /** Replaces the file with the text, without keeping a copy of the previous one. */
  void write(String text) throws ApplyException {
    writeCandidate(text);
    claim();
    file.replace();
  }

  /** Restores the text before the last {@link #commit}. */
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

  /** Where to keep the previous text; avoids a file of the operator's with the usual name. */
  private Path backupPlace() {
    var usual = sibling(".bak");
    return authorship.isOurs(usual) ? usual : sibling(".hearsay.bak");
  }

  private Path sibling(String suffix) {
    return path().resolveSibling(path().getFileName() + suffix);
  }
}
