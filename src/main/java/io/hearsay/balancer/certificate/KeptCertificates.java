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
 * Our own copies of the certificates that were found good, and the list of them that HAProxy reads
 * at each start: whatever becomes of the files that they were read from, a reload has what served
 * before. Only their owner may read them. Blocks.
 */
final class KeptCertificates {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final String ENDING = ".pem";

  /** The one that a client gets who asks for no name, or for one that nobody has. */
  private static final String FOR_ALL_OTHERS = "default";

  private final Path list;

  /** In the order of the list: the first one that ever came stays the first. */
  private final Map<String, Pem> kept = new LinkedHashMap<>();

  /**
   * Those beside a list.
   *
   * @param list may not exist
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

  /** By their names, the one for all others first. */
  Map<String, Pem> all() {
    var all = new LinkedHashMap<String, Pem>();
    Optional.ofNullable(kept.get(FOR_ALL_OTHERS)).ifPresent(pem -> all.put(FOR_ALL_OTHERS, pem));
    kept.forEach(all::putIfAbsent);
    return all;
  }

  /** The one of that name, if there is one. */
  Optional<Pem> get(String name) {
    return Optional.ofNullable(kept.get(name));
  }

  /** Where HAProxy reads that one. */
  Path path(String name) {
    return list.resolveSibling(name + ENDING);
  }

  /** Keeps these, in the place of others of their names. */
  void put(SortedMap<String, Pem> good) throws IOException {
    for (var entry : good.entrySet()) {
      write(path(entry.getKey()), entry.getValue().text());
      kept.put(entry.getKey(), entry.getValue());
    }
    writeList();
  }

  /** Forgets these. */
  void remove(Set<String> names) throws IOException {
    kept.keySet().removeAll(names);
    // Who reads the list finds all that is on it.
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

  /** A file that nobody else may read, whole at any moment. */
  static void write(Path file, String text) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      Files.createDirectories(file.getParent().getParent());
      Files.createDirectory(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    var next = file.resolveSibling(file.getFileName() + ".new");
    // Somebody else's link of that name is removed, not followed.
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
