package io.hearsay.dist;

import static java.lang.constant.ConstantDescs.CD_Object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds of the same sources have the same keys, however their threads took turns. */
class GeneratedKeysTest {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  @TempDir Path directory;

  @Test
  void keysOfAnotherCountGiveTheSameBytes() throws Exception {
    var one = jar("one.jar", "proxykey9", "proxykey31", "proxykey7");
    var other = jar("other.jar", "proxykey10", "proxykey4", "proxykey120");
    assertThat(Files.readAllBytes(one)).isNotEqualTo(Files.readAllBytes(other));

    GeneratedKeys.renumber(one);
    GeneratedKeys.renumber(other);

    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(other));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aKeyIsTheSameInAllClassesAndTwoKeysStayTwo() throws Exception {
    var jar = jar("some.jar", "proxykey9", "proxykey31", "proxykey1");

    GeneratedKeys.renumber(jar);

    assertThat(texts(jar, "First")).startsWith("proxykey1", "proxykey2");
    assertThat(texts(jar, "Second")).startsWith("proxykey2", "proxykey3");
  }

  @Test
  void nothingElseChanges() throws Exception {
    var jar = jar("some.jar", "proxykey9", "proxykey31", "proxykey1");
    GeneratedKeys.renumber(jar);
    var once = Files.readAllBytes(jar);

    assertThat(texts(jar, "First"))
        .endsWith("proxykey", "xproxykey3", "proxykey3x", "proxykey 3", "Grüße 🙂");
    try (var zip = new ZipFile(jar.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("Second.class", "First.class", "text");
      assertThat(zip.stream().map(ZipEntry::getTimeLocal)).containsOnly(TIME);
      assertThat(zip.getInputStream(zip.getEntry("text")).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("proxykey9");
    }
    GeneratedKeys.renumber(jar);
    assertThat(Files.readAllBytes(jar)).isEqualTo(once);
  }

  /** Half a jar would be worse than one that is another each time. */
  @Test
  void aConstantOfAnUnknownKindEndsItAndTheJarStays() throws Exception {
    var unknown = new byte[] {-54, -2, -70, -66, 0, 0, 0, 65, 0, 2, 99, 0};
    var jar = write("some.jar", Map.of("Odd.class", unknown));
    var before = Files.readAllBytes(jar);

    assertThatThrownBy(() -> GeneratedKeys.renumber(jar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("99");
    assertThat(Files.readAllBytes(jar)).isEqualTo(before);
  }

  /** The classes stand in another order than that of their names. */
  private Path jar(String name, String first, String shared, String second) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("Second.class", type("Second", List.of(shared, second)));
    entries.put(
        "First.class",
        type(
            "First",
            List.of(
                first, shared, "proxykey", "xproxykey3", "proxykey3x", "proxykey 3", "Grüße 🙂")));
    entries.put("text", "proxykey9".getBytes(StandardCharsets.UTF_8));
    return write(name, entries);
  }

  private Path write(String name, Map<String, byte[]> entries) throws IOException {
    var jar = directory.resolve(name);
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (var each : entries.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        out.write(each.getValue());
      }
    }
    return jar;
  }

  /** A class whose method {@code texts} adds them to a list, behind constants of two places. */
  private static byte[] type(String name, List<String> texts) {
    var list = ClassDesc.of("java.util.List");
    return ClassFile.of()
        .build(
            ClassDesc.of(name),
            type ->
                type.withMethodBody(
                    "texts",
                    MethodTypeDesc.of(ClassDesc.ofDescriptor("V"), list),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code -> {
                      code.ldc(1L << 40).pop2().ldc(0.3).pop2();
                      for (var text : texts) {
                        code.aload(0)
                            .ldc(text)
                            .invokeinterface(
                                list,
                                "add",
                                MethodTypeDesc.of(ClassDesc.ofDescriptor("Z"), CD_Object))
                            .pop();
                      }
                      code.return_();
                    }));
  }

  /** What a class of the jar says when it is run. */
  private static List<String> texts(Path jar, String name) throws Exception {
    byte[] bytes;
    try (var zip = new ZipFile(jar.toFile())) {
      bytes = zip.getInputStream(zip.getEntry(name + ".class")).readAllBytes();
    }
    var type =
        new ClassLoader() {
          Class<?> define() {
            return defineClass(name, bytes, 0, bytes.length);
          }
        }.define();
    var texts = new ArrayList<String>();
    type.getMethod("texts", List.class).invoke(null, texts);
    return texts;
  }
}
