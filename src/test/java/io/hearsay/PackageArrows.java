package io.hearsay;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which package actually uses which: what the compiled classes name, and also what the sources
 * import, because a constant of another class leaves no trace in a class file.
 */
final class PackageArrows {
  private static final String ROOT = "io.hearsay";
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(io\\.hearsay(?:\\.[a-z]\\w*)*)\\.[A-Z].*;$");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package (.+);$");

  /** By package, then by package used: one example of the use. */
  private final Map<String, Map<String, String>> arrows = new TreeMap<>();

  static PackageArrows of(JavaClasses classes) {
    var found = new PackageArrows();
    for (var from : classes) {
      found.add(from.getPackageName());
      for (var dependency : from.getDirectDependenciesFromSelf()) {
        found.add(
            from.getPackageName(),
            dependency.getTargetClass().getBaseComponentType().getPackageName(),
            dependency.getDescription());
      }
    }
    return found;
  }

  /** Adds what the sources below {@code root} import. */
  PackageArrows andImports(Path root) {
    try (var files = Files.walk(root)) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        var text = Files.readString(file);
        var own = PACKAGE.matcher(text);
        if (!own.find()) {
          throw new IllegalStateException(file + " names no package");
        }
        add(own.group(1));
        var imports = IMPORT.matcher(text);
        while (imports.find()) {
          add(own.group(1), imports.group(1), file + ": " + imports.group());
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> packages() {
    return arrows.keySet();
  }

  /** By package that this one uses: one example of the use. */
  Map<String, String> from(String name) {
    return arrows.get(name);
  }

  private void add(String from) {
    arrows.computeIfAbsent(shortName(from), n -> new TreeMap<>());
  }

  private void add(String from, String to, String example) {
    var ours = to.equals(ROOT) || to.startsWith(ROOT + ".");
    if (ours && !from.equals(to)) {
      arrows.get(shortName(from)).putIfAbsent(shortName(to), example);
    }
  }

  private static String shortName(String name) {
    return name.equals(ROOT) ? "hearsay" : name.substring(ROOT.length() + 1);
  }
}
