package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Nobody can tell the twelfth argument of a constructor from the thirteenth: more than seven values
 * are grouped into meaningful records, or set by name.
 */
class PositionalValuesTest {
  private static final int MOST = 7;

  /**
   * Answers of the API: their components are the fields of the JSON, flat and in the same order.
   */
  private static final Set<String> JSON_SHAPES =
      Set.of(
          "io.hearsay.http.api.AgentJson",
          "io.hearsay.http.api.MemberJson",
          "io.hearsay.http.api.ProxyJson",
          "io.hearsay.http.api.ProxyJson$ObservedJson");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.hearsay");

  private static Set<String> tooLong(JavaClasses classes) {
    return classes.stream()
        .filter(c -> c.getConstructors().stream().anyMatch(k -> values(c, k) > MOST))
        .map(JavaClass::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The arguments that a caller writes, without those that the compiler adds, such as an enum's
   * name and ordinal.
   */
  private static int values(JavaClass of, JavaConstructor constructor) {
    if (of.isAnonymousClass() || constructor.getModifiers().contains(JavaModifier.SYNTHETIC)) {
      return 0;
    }
    int all = constructor.getRawParameterTypes().size();
    boolean inner = of.isInnerClass() && !of.getModifiers().contains(JavaModifier.STATIC);
    return all - (of.isEnum() ? 2 : inner ? 1 : 0);
  }

  @Test
  void noConstructorAndNoRecordHasMoreThanSevenValues() {
    assertThat(CLASSES).hasSizeGreaterThan(200);
    assertThat(tooLong(CLASSES)).isEqualTo(new TreeSet<>(JSON_SHAPES));
  }

  @Test
  void onlyAnswersOfTheApiAreExempt() {
    assertThat(JSON_SHAPES)
        .allSatisfy(
            name -> {
              var shape = CLASSES.get(name);
              assertThat(shape.isRecord()).isTrue();
              assertThat(shape.getModifiers()).doesNotContain(JavaModifier.PUBLIC);
            });
  }

  @Test
  void eightValuesAreFound() {
    var examples = new ClassFileImporter().importClasses(Seven.class, Eight.class, Kind.class);

    assertThat(tooLong(examples)).containsExactly(Eight.class.getName());
  }

  record Seven(int a, int b, int c, int d, int e, int f, int g) {}

  record Eight(int a, int b, int c, int d, int e, int f, int g, int h) {}

  /** The compiler adds a name and an ordinal to its constructor. */
  enum Kind {
    ONE(1, 2, 3, 4, 5, 6, 7);

    private final int sum;

    Kind(int a, int b, int c, int d, int e, int f, int g) {
      this.sum = a + b + c + d + e + f + g;
    }

    int sum() {
      return sum;
    }
  }
}
