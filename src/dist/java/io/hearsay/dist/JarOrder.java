package io.hearsay.dist;

import io.quarkus.bootstrap.runner.SerializedApplication;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Gives what Quarkus has packed an order that does not depend on where it was built: {@code
 * JarOrder DIRECTORY}, that of {@code quarkus-app}. The classes that Quarkus transforms stand in
 * the order of their archives' paths on the machine of the build, as these paths' hash codes are;
 * here they are sorted by name. The index of all archives, which repeats that order, is written
 * anew by Quarkus' own code. The keys of generated code are renumbered by {@link GeneratedKeys}.
 */
final class JarOrder {
  private final Path root;
  private final Path index;

  private JarOrder(Path root) {
    this.root = root.toAbsolutePath().normalize();
    index = this.root.resolve("quarkus/quarkus-application.dat");
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: DIRECTORY");
      System.exit(2);
    }
    GeneratedKeys.renumber(Path.of(args[0], "quarkus", "generated-bytecode.jar"));
    new JarOrder(Path.of(args[0])).sort();
  }

  /** Sorts the transformed classes, and writes the index anew. */
  private void sort() throws IOException {
    var before = Files.readAllBytes(index);
    if (!Arrays.equals(before, written(before))) {
      throw new IOException("Quarkus writes another index now than in its build: " + index);
    }
    sort(root.resolve("quarkus/transformed-bytecode.jar"));
    Files.write(index, written(before));
  }

  /** Sorts a jar by its entries' names, in place; a directory stands before what is in it. */
  static void sort(Path jar) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    var times = new TreeMap<String, ZipEntry>();
    try (var in = new ZipInputStream(Files.newInputStream(jar))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
        times.put(entry.getName(), GeneratedKeys.copy(entry));
      }
    }
    var next = jar.resolveSibling(jar.getFileName() + ".new");
    try (var out = new ZipOutputStream(Files.newOutputStream(next))) {
      for (var each : entries.entrySet()) {
        out.putNextEntry(times.get(each.getKey()));
        out.write(each.getValue());
      }
    }
    Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The index of the archives as they are now, in the order that an index has them in. */
  private byte[] written(byte[] like) throws IOException {
    var head = new DataInputStream(new ByteArrayInputStream(like));
    head.skipNBytes(8);
    var mainClass = head.readUTF();
    var archives = new TreeMap<Integer, Path>();
    var all = archives();
    for (var archive : all) {
      int place = place(like, root.relativize(archive).toString());
      if (place >= 0) {
        archives.put(place, archive);
      }
    }
    var boot = root.resolve("lib/boot");
    var out = new ByteArrayOutputStream(like.length);
    SerializedApplication.write(
        out,
        mainClass,
        root,
        List.copyOf(archives.values()),
        all.stream().filter(archive -> archive.startsWith(boot)).toList());
    return out.toByteArray();
  }

  private List<Path> archives() throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** Where an index names an archive, its length first; -1 if it does not. */
  private static int place(byte[] index, String archive) {
    var name = archive.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + 2 + name.length <= index.length; i++) {
      int length = Byte.toUnsignedInt(index[i]) << 8 | Byte.toUnsignedInt(index[i + 1]);
      if (length == name.length && Arrays.equals(index, i + 2, i + 2 + length, name, 0, length)) {
        return i;
      }
    }
    return -1;
  }
}
