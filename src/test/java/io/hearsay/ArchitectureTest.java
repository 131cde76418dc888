package io.hearsay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which packages may depend on which, and which may use which library. */
class ArchitectureTest {
  /**
   * All packages, from the bottom up. Each uses exactly the packages named on its line, all of
   * which stand above it.
   */
  private static final String TABLE =
      """
      collection
      option
      text
      metric
      output               -> option
      process
      supervise            -> option output process text

      membership.crypto    -> collection
      membership.wire      -> membership.crypto
      membership.swim      -> collection membership.wire metric
      membership           -> membership.crypto membership.swim metric option
      membership.docker    -> membership
      membership.dns       -> membership membership.docker
      membership.mdns      -> membership membership.swim
      membership.transport -> membership.crypto membership.wire
      membership.atomix    -> collection membership membership.crypto membership.dns membership.swim membership.transport membership.wire
      membership.node      -> membership membership.atomix membership.crypto membership.dns membership.docker membership.mdns membership.swim membership.wire

      balancer.haproxy     -> metric process text
      balancer.model       -> balancer.haproxy collection membership option text
      balancer.diagnostics -> balancer.model
      balancer.certificate -> balancer.diagnostics balancer.haproxy text
      balancer.plan        -> balancer.haproxy balancer.model
      balancer.policy      -> balancer.model membership
      balancer.render      -> balancer.diagnostics balancer.haproxy balancer.model balancer.plan option text
      balancer.apply       -> balancer.diagnostics balancer.haproxy balancer.model balancer.plan metric
      balancer.observe     -> balancer.plan
      balancer             -> balancer.apply balancer.certificate balancer.diagnostics balancer.haproxy balancer.model balancer.plan balancer.policy balancer.render membership metric process

      appcheck             -> membership metric option supervise text
      drain                -> balancer membership text
      handler              -> collection membership option process supervise text
      finding              -> balancer balancer.diagnostics balancer.model balancer.observe membership text
      config               -> appcheck balancer.model handler membership option output supervise
      cli                  -> balancer balancer.diagnostics balancer.model config membership option text
      agent                -> appcheck balancer balancer.haproxy balancer.model balancer.observe balancer.plan cli config drain finding handler membership membership.node metric output process supervise text

      http.api             -> agent balancer balancer.diagnostics balancer.model balancer.observe balancer.plan config finding membership option output text
      http.health          -> agent appcheck balancer balancer.model config finding membership
      http.metrics         -> agent appcheck balancer balancer.observe balancer.plan finding membership metric process
      http.ui              -> agent balancer balancer.model balancer.observe collection finding membership text

      hearsay              -> agent cli config membership output process
      """;

  static final PackageTable PACKAGES = PackageTable.parse(TABLE);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.hearsay");

  private static final PackageArrows ARROWS =
      PackageArrows.of(CLASSES).andImports(Path.of("src/main/java"));

  @Test
  void everyPackageUsesExactlyThePackagesOnItsLine() {
    assertThat(PACKAGES.violations(ARROWS)).isEmpty();
  }

  @Test
  void aPackageThatIsNotInTheTableIsFound() {
    var withFuzz = new ClassFileImporter().importPackages("io.hearsay.fuzz");
    assertThat(PACKAGES.violations(PackageArrows.of(withFuzz)))
        .contains("the package fuzz is not in the table");
  }

  @Test
  void anArrowThatIsNotInTheTableIsFound() {
    assertThat(without("membership.swim", "membership.wire").violations(ARROWS))
        .singleElement()
        .asString()
        .startsWith("membership.swim may not use membership.wire: ");
  }

  /**
   * The compiler copies a constant into the class that uses it, so the class file names no package.
   */
  @Test
  void anArrowThatIsOnlyAConstantIsFound() {
    assertThat(without("membership.wire", "membership.crypto").violations(ARROWS))
        .singleElement()
        .asString()
        .startsWith("membership.wire may not use membership.crypto: ");
  }

  @Test
  void anArrowThatNothingNeedsIsFound() {
    var more = new TreeMap<>(PACKAGES.uses());
    more.put("text", Set.of("process"));
    assertThat(new PackageTable(more).violations(ARROWS))
        .containsExactly("text does not use process any more");
  }

  @Test
  void theTableGoesFromTheBottomUp() {
    var above = new TreeSet<String>();
    for (var line : TABLE.lines().filter(l -> !l.isBlank()).toList()) {
      var name = line.strip().split("\\s", 2)[0];
      assertThat(above).as("above %s", name).containsAll(PACKAGES.uses().get(name));
      above.add(name);
    }
  }

  /**
   * The table lists exactly the existing arrows, so the real packages are free of cycles if it is.
   */
  @Test
  void thePackagesHaveNoCycles() {
    var above = new TreeSet<String>();
    for (var line : TABLE.lines().filter(l -> !l.isBlank()).toList()) {
      var name = line.strip().split("\\s", 2)[0];
      assertThat(above).as("stand above %s", name).containsAll(PACKAGES.uses().get(name));
      above.add(name);
    }
    assertThat(above).isEqualTo(PACKAGES.uses().keySet());
  }

  /** The rules of the protocol and of the plan must run anywhere, including in a simulation. */
  @Test
  void rulesNeedNothingButTheJdk() {
    classes()
        .that()
        .resideInAnyPackage(
            "io.hearsay.membership.crypto",
            "io.hearsay.membership.wire",
            "io.hearsay.membership.swim",
            "io.hearsay.balancer.plan",
            "io.hearsay.balancer.diagnostics")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "javax.crypto..", "io.hearsay..")
        .check(CLASSES);
  }

  @Test
  void atomixStaysWithinTheMembership() {
    only("io.atomix..", "io.hearsay.membership.atomix..");
  }

  @Test
  void thePipelineIsFreeOfVertx() {
    noClasses()
        .that()
        .resideInAPackage("io.hearsay.balancer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.smallrye..")
        .check(CLASSES);
  }

  @Test
  void quarkusStaysWithTheAgentAndItsPages() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.hearsay.membership..",
            "io.hearsay.appcheck",
            "io.hearsay.config",
            "io.hearsay.drain",
            "io.hearsay.handler",
            "io.hearsay.output",
            "io.hearsay.process",
            "io.hearsay.supervise")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quarkus..")
        .check(CLASSES);
  }

  @Test
  void theCommandLineLibraryStaysThere() {
    only("picocli..", "io.hearsay.cli", "io.hearsay");
  }

  @Test
  void noReflectionNoSerialization() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(CLASSES);
  }

  private static void only(String library, String... users) {
    noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .check(CLASSES);
  }

  private static PackageTable without(String from, String to) {
    var fewer = new TreeMap<>(PACKAGES.uses());
    var used = new TreeSet<>(fewer.get(from));
    used.remove(to);
    fewer.put(from, used);
    return new PackageTable(fewer);
  }
}
