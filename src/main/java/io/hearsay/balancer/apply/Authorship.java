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
 * Tells a configuration that Hearsay wrote from one that somebody else did, so that nothing of the
 * operator's is ever overwritten. The digest of each text is recorded beside the file, in {@code
 * haproxy.cfg.hearsay}, and safe on disk, before the text takes the file's place: whoever is killed
 * in between leaves a file whose digest is on record, the one before or the new one. A text that is
 * not on record is somebody else's, also one that was ours and was changed.
 *
 * <p>For one thread.
 */
final class Authorship {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  /** Of each text: the file, its backup, and those that a failed start puts back in between. */
  private static final int REMEMBERED = 16;

  /** So often the operator's file is kept; each time under a name of its own. */
  private static final int MAX_KEPT = 9;

  private static final String DIGEST = "[0-9a-f]{64}";

  private final Path file;
  private final boolean adopt;
  private final ConfigFile record;

  /** Of a text that an earlier version wrote, which kept no such record. */
  private Optional<String> trusted = Optional.empty();

  /**
   * Of one file.
   *
   * @param adopt whether somebody else's text may be replaced, after it was put aside for good
   */
  Authorship(Path file, boolean adopt) {
    this.file = file;
    this.adopt = adopt;
    this.record = new ConfigFile(file.resolveSibling(file.getFileName() + ".hearsay"));
  }

  /** The text is known from elsewhere to be ours. */
  void trust(String text) {
    trusted = Optional.of(AppliedRecord.digest(bytes(text)));
  }

  /**
   * That the file may be replaced by that text: there is none, it is ours, it says the same, or it
   * may be adopted.
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
   * The file is about to be replaced by that text. What is not ours gets a second name first, which
   * it keeps.
   */
  void claim(String next) throws ApplyException {
    require(next);
    if (!isReplaceable(next)) {
      keep();
    }
    var digests = digests();
    var digest = AppliedRecord.digest(bytes(next));
    trusted.ifPresent(digests::addFirst);
    // The file as it is now comes first with the next one: neither may fall out.
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

  /** Whether a file is not there, or on record. */
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
      // Who cannot read it did not write it.
      return Optional.empty();
    }
  }

  private Path kept(int number) {
    var name = file.getFileName() + ".before-hearsay";
    return file.resolveSibling(number == 0 ? name : name + "." + number);
  }

  /**
   * A second name for the same file, in one step: its content, owner and mode stay as they are, and
   * a name that is taken is not touched. The file itself loses its name when ours takes it.
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

  /** Whether it was possible; somebody may have taken the name meanwhile. */
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
