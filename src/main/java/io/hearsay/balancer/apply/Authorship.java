package io.hearsay.balancer.apply;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.diagnostics.Reasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import org.jboss.logging.Logger;

/**
 * Distinguishes a configuration that Hearsay wrote from any other, so that nothing of the
 * operator's is ever overwritten. The digest of each text is recorded beside the file, in {@code
 * haproxy.cfg.hearsay}, and forced to disk before the text replaces the file: a sidecar that is
 * killed in between leaves a file whose digest is on record, whether old or new. A text that is not
 * on record is somebody else's, including one of ours that was edited.
 *
 * <p>For one thread.
 */
final class Authorship {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  /**
   * Maximum number of recorded digests: enough for the file, its backup, and the texts that a
   * failed start restores in between.
   */
  private static final int REMEMBERED = 16;

  /** How many files of the operator's are kept, each under a name of its own. */
  private static final int MAX_KEPT = 9;

  private static final String DIGEST = "[0-9a-f]{64}";

  private final Path file;
  private final boolean adopt;
  private final ConfigFile record;

  /** The digest of a text from an earlier version, which kept no such record. */
  private Optional<String> trusted = Optional.empty();

  /**
   * Creates the record of one file.
   *
   * @param adopt whether somebody else's text may be replaced, once a copy of it is kept
   */
  Authorship(Path file, boolean adopt) {
    this.file = file;
    this.adopt = adopt;
    this.record = new ConfigFile(file.resolveSibling(file.getFileName() + ".hearsay"));
  }

  /** Notes a text that is known from elsewhere to be ours. */
  void trust(String text) {
    trusted = Optional.of(AppliedRecord.digest(bytes(text)));
  }

  /**
   * Checks that the file may be replaced by this text: it does not exist, is ours, has the same
   * content, or may be adopted.
   */
  void require(String next) throws ApplyException {
    if (!adopt && !isReplaceable(next)) {
      boolean known = !digests().isEmpty();
      throw ApplyException.of(
          FailureKind.FOREIGN_CONFIG,
          (known
                  ? file + " was changed by somebody else since Hearsay wrote it"
                  : "Hearsay did not write " + file)
              + "; it is left as it is: move it away, give another path with --haproxy-config, or"
              + " let it be replaced with --adopt-config, which keeps it as "
              + kept(0).getFileName());
    }
  }

  /**
   * Prepares for the file to be replaced by this text. A file that is not ours first gets a second
   * name, under which it is kept.
   */
  void claim(String next) throws ApplyException {
    require(next);
    if (!isReplaceable(next)) {
      keep();
    }
    var digests = digests();
    var digest = AppliedRecord.digest(bytes(next));
    trusted.ifPresent(digests::addFirst);
    // The present file's digest is moved next to the new one, so that neither is dropped.
    digest(file).filter(digests::contains).ifPresent(digests::addLast);
    if (!digests.contains(digest) || trusted.isPresent()) {
      digests.addLast(digest);
      while (digests.size() > REMEMBERED) {
        digests.removeFirst();
      }
      record.write(String.join("\n", digests) + "\n");
      trusted = Optional.empty();
    }
  }

  /** Whether a file does not exist or is on record. */
  boolean isOurs(Path path) {
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        || digest(path).filter(d -> digests().contains(d) || isTrusted(d)).isPresent();
  }

  private boolean isTrusted(String digest) {
    return trusted.filter(digest::equals).isPresent();
  }

  private boolean isReplaceable(String next) {
    return isOurs(file)
        || digest(file).filter(AppliedRecord.digest(bytes(next))::equals).isPresent();
  }

  private SequencedSet<String> digests() {
    return new LinkedHashSet<>(
        record.read().stream()
            .flatMap(text -> Arrays.stream(text.split("\n", -1)))
            .filter(line -> line.matches(DIGEST))
            .toList());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> digest(Path path) {
    try {
      return Optional.of(AppliedRecord.digest(Files.readAllBytes(path)));
    } catch (IOException e) {
      // If we cannot read it, we did not write it.
      return Optional.empty();
    }
  }

  private Path kept(int number) {
    var name = file.getFileName() + ".before-hearsay";
    return file.resolveSibling(number == 0 ? name : name + "." + number);
  }

  /**
   * Atomically gives the file a second name: its content, owner and mode are unchanged, and an
   * existing file of that name is not touched. Its first name goes to our file later.
   */
  private void keep() throws ApplyException {
    var now = digest(file);
    try {
      for (int number = 0; number < MAX_KEPT; number++) {
        var place = kept(number);
        if (now.isPresent() && now.equals(digest(place))) {
          return;
        }
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS) && link(place)) {
          return;
        }
      }
    } catch (IOException e) {
      throw unkept(Reasons.of(e), e);
    }
    throw unkept("there are " + MAX_KEPT + " of these already", null);
  }

  /** Creates the second name; false if the name is taken. */
  private boolean link(Path place) throws IOException {
    try {
      Files.createLink(place, file);
      LOG.warnf("%s was not written by Hearsay; it is kept as %s", file, place);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      throw new IOException("the file system has no hard links", e);
    }
  }

  private ApplyException unkept(String why, IOException cause) {
    return ApplyException.of(
        FailureKind.FOREIGN_CONFIG,
        "cannot keep "
            + file
            + " as "
            + kept(0).getFileName()
            + " (--adopt-config): "
            + why
            + "; move it away yourself",
        cause);
  }
}
