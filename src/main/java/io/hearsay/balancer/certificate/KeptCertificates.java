package io.hearsay.balancer.certificate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jboss.logging.Logger;

/**
 * Our own copies of valid certificates, and the list of them that HAProxy reads at each start:
 * whatever happens to the original files, a reload has the certificates in use. Only their owner
 * may read them. Blocks.
 */
final class KeptCertificates {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final String ENDING = ".pem";

  /** The certificate for clients that ask for no name, or for an unknown one. */
  private static final String FOR_ALL_OTHERS = "default";

  private final Path list;

  /** The certificates in the order of the list, in which the first one ever added stays first. */
  private final Map<String, Pem> kept = new LinkedHashMap<>();

  /**
   * Creates the copies beside a list.
   *
   * @param list need not exist
   */
  KeptCertificates(Path list) {
    this.list = list;
  }

  /** Reads what an earlier agent has kept. */
  void load() {
    if (!Files.isRegularFile(list)) {
      return;
    }
    try {
      for (var line : Files.readAllLines(list)) {
        var file = Path.of(line).getFileName().toString();
        var name = file.substring(0, Math.max(0, file.length() - ENDING.length()));
        if (path(name).toString().equals(line)) {
          load(name);
        }
      }
    } catch (IOException | InvalidPathException e) {
      LOG.warnf("the kept certificates of %s cannot be read: %s", list, e.toString());
    }
  }

  private void load(String name) {
    try {
      kept.put(name, Pem.parse(Files.readString(path(name))));
    } catch (RefusedCertificate | IOException e) {
      LOG.warnf("the kept certificate %s is of no use: %s", path(name), e.getMessage());
    }
  }

  /** All certificates by name, the one for all other names first. */
  Map<String, Pem> all() {
    var all = new LinkedHashMap<String, Pem>();
    Optional.ofNullable(kept.get(FOR_ALL_OTHERS)).ifPresent(pem -> all.put(FOR_ALL_OTHERS, pem));
    kept.forEach(all::putIfAbsent);
    return all;
  }

  /** The certificate of that name, if there is one. */
  Optional<Pem> get(String name) {
    return Optional.ofNullable(kept.get(name));
  }

  /** Where HAProxy reads the certificate of a name. */
  Path path(String name) {
    return list.resolveSibling(name + ENDING);
  }

  /** Keeps these certificates, replacing those of the same names. */
  void put(SortedMap<String, Pem> good) throws IOException {
    for (var entry : good.entrySet()) {
      write(path(entry.getKey()), entry.getValue().text());
      kept.put(entry.getKey(), entry.getValue());
    }
    writeList();
  }

  /** Removes these certificates. */
  void remove(Set<String> names) throws IOException {
    kept.keySet().removeAll(names);
    // The list is written before files are deleted, so that every file on it exists.
    writeList();
    for (var name : names) {
      Files.deleteIfExists(path(name));
    }
  }

  private void writeList() throws IOException {
    var text = new StringBuilder();
    all().keySet().forEach(name -> text.append(path(name)).append('\n'));
    write(list, text.toString());
  }

  /** Atomically writes a file that only its owner may read. */
  static void write(Path file, String text) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      Files.createDirectories(file.getParent().getParent());
      Files.createDirectory(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    var next = file.resolveSibling(file.getFileName() + ".new");
    // A link of that name from somebody else is removed, not followed.
    Files.deleteIfExists(next);
    try (var out =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
