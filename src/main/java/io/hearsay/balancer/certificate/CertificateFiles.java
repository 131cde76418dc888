package io.hearsay.balancer.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The certificates in a directory, as tools write them: {@code NAME.pem} or {@code NAME.crt} with
 * chain and key, or with the key beside it in {@code NAME.key}; or a directory {@code NAME} with
 * {@code fullchain.pem} and {@code privkey.pem} (certbot), or with {@code tls.crt} and {@code
 * tls.key} (a Kubernetes secret). Links are followed. Writes nothing. Blocks.
 */
final class CertificateFiles {
  /**
   * Maximum number of certificates; each is checked twice a second and costs HAProxy some ten
   * kilobytes.
   */
  static final int MOST = 1000;

  /** Maximum size of a file; a long chain has ten thousand bytes. */
  private static final long LONGEST = 64 << 10;

  private static final Pattern FILE = Pattern.compile("(.+)\\.(?:pem|crt)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  private static final List<List<String>> PAIRS =
      List.of(List.of("fullchain.pem", "privkey.pem"), List.of("tls.crt", "tls.key"));

  private final Path directory;

  CertificateFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * The attributes of a file, one of which changes when it is written.
   *
   * @param key the file's inode and device, if it has one
   */
  record Stamp(Path file, FileTime modified, long size, String key) {
    private static Optional<Stamp> of(Path file) {
      try {
        var seen = Files.readAttributes(file, BasicFileAttributes.class);
        return seen.isRegularFile()
            ? Optional.of(
                new Stamp(
                    file, seen.lastModifiedTime(), seen.size(), String.valueOf(seen.fileKey())))
            : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * The content of the directory.
   *
   * @param found the files of each certificate, by its name
   * @param unnamed entries with unusable names
   */
  record Look(SortedMap<String, List<Stamp>> found, List<String> unnamed) {}

  /**
   * Lists the directory without reading its files.
   *
   * @throws IOException if it cannot be read
   */
  Look look() throws IOException {
    var found = new TreeMap<String, List<Stamp>>();
    var unnamed = new ArrayList<String>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var entry : entries) {
        var file = entry.getFileName().toString();
        // Hidden files are the tools' own, such as Kubernetes' ..data.
        var stamps = file.startsWith(".") ? List.<Stamp>of() : stamps(entry, file);
        if (!stamps.isEmpty()) {
          var name = name(file);
          if (!NAME.matcher(name).matches() || found.size() >= MOST || found.containsKey(name)) {
            unnamed.add(file);
          } else {
            found.put(name, stamps);
          }
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new Look(found, unnamed);
  }

  private static String name(String file) {
    var parts = FILE.matcher(file);
    return parts.matches() ? parts.group(1) : file;
  }

  private static List<Stamp> stamps(Path entry, String file) {
    if (Files.isDirectory(entry)) {
      for (var pair : PAIRS) {
        var first = Stamp.of(entry.resolve(pair.getFirst()));
        if (first.isPresent()) {
          return withKey(first.get(), entry.resolve(pair.getLast()));
        }
      }
      return List.of();
    }
    var parts = FILE.matcher(file);
    return parts.matches()
        ? Stamp.of(entry)
            .map(first -> withKey(first, entry.resolveSibling(parts.group(1) + ".key")))
            .orElse(List.of())
        : List.of();
  }

  private static List<Stamp> withKey(Stamp first, Path key) {
    return Files.exists(key, LinkOption.NOFOLLOW_LINKS)
        ? Stamp.of(key).map(k -> List.of(first, k)).orElse(List.of(first))
        : List.of(first);
  }

  /**
   * Reads the files of a certificate.
   *
   * @throws IOException if one cannot be read
   * @throws RefusedCertificate if they contain no certificate, or are too large
   */
  static Pem read(List<Stamp> files) throws IOException, RefusedCertificate {
    var text = new StringBuilder();
    for (var file : files) {
      if (file.size() > LONGEST) {
        throw new RefusedCertificate("it has more than " + LONGEST + " bytes");
      }
      try (var in = Files.newInputStream(file.file())) {
        // Bounded again, as it may have grown since.
        text.append(new String(in.readNBytes((int) LONGEST), StandardCharsets.ISO_8859_1));
        text.append('\n');
      }
    }
    return Pem.parse(text.toString());
  }
}
