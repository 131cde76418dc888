package io.hearsay.dist;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Renumbers the keys in the code that Quarkus generates. The start-up steps pass values on by keys
 * such as {@code proxykey31}, and the number is from one counter of all threads of the build, so
 * that it is another each time. Here a key's number is its place among all keys, in the order of
 * the classes' names and of each class' constants, which is always the same. Nothing else of a
 * class changes: only constants of exactly this form, each in all classes.
 */
final class GeneratedKeys {
  private static final Pattern KEY = Pattern.compile("proxykey[0-9]+");

  /** Magic number and version. */
  private static final int BEFORE_CONSTANTS = 8;

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private GeneratedKeys() {}

  /** Renumbers the keys in all classes of a jar, in place. */
  static void renumber(Path jar) throws IOException {
    var classes = new LinkedHashMap<ZipEntry, byte[]>();
    try (var in = new ZipInputStream(Files.newInputStream(jar))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        classes.put(copy(entry), in.readAllBytes());
      }
    }
    var keys = keys(classes);
    var next = jar.resolveSibling(jar.getFileName() + ".new");
    try (var out = new ZipOutputStream(Files.newOutputStream(next))) {
      for (var each : classes.entrySet()) {
        out.putNextEntry(each.getKey());
        out.write(
            each.getKey().getName().endsWith(".class")
                ? withConstants(each.getValue(), text -> keys.getOrDefault(text, text))
                : each.getValue());
      }
    }
    Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /** An entry of the same name and time, whatever the time zone. */
  static ZipEntry copy(ZipEntry entry) {
    var copy = new ZipEntry(entry.getName());
    copy.setTimeLocal(entry.getTimeLocal());
    return copy;
  }

  private static Map<String, String> keys(Map<ZipEntry, byte[]> classes) throws IOException {
    var byName = new HashMap<String, byte[]>();
    classes.forEach((entry, bytes) -> byName.put(entry.getName(), bytes));
    var keys = new HashMap<String, String>();
    for (var name : new TreeSet<>(byName.keySet())) {
      if (name.endsWith(".class")) {
        withConstants(
            byName.get(name),
            text -> {
              if (KEY.matcher(text).matches()) {
                keys.computeIfAbsent(text, key -> "proxykey" + (keys.size() + 1));
              }
              return text;
            });
      }
    }
    return keys;
  }

  /** A class whose text constants are those that {@code texts} gives for its own ones. */
  static byte[] withConstants(byte[] bytes, UnaryOperator<String> texts) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    var written = new ByteArrayOutputStream(bytes.length);
    var out = new DataOutputStream(written);
    out.write(in.readNBytes(BEFORE_CONSTANTS));
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      int size = tag == UTF8 ? in.readUnsignedShort() : size(tag);
      var constant = in.readNBytes(size);
      if (tag == UTF8) {
        constant = renamed(constant, texts);
        out.writeShort(constant.length);
      }
      out.write(constant);
      i += tag == LONG || tag == DOUBLE ? 1 : 0;
    }
    in.transferTo(out);
    return written.toByteArray();
  }

  /** Byte by byte, as a text may have forms that are Java's own; a key has letters and digits. */
  private static byte[] renamed(byte[] constant, UnaryOperator<String> texts) {
    var text = new String(constant, StandardCharsets.ISO_8859_1);
    return texts.apply(text).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Bytes of a constant after its tag; see section 4.4 of the Java Virtual Machine Specification.
   */
  private static int size(int tag) throws IOException {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case LONG, DOUBLE -> 8;
      default -> throw new IOException("a constant of an unknown kind, " + tag);
    };
  }
}
