package io.hearsay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "io.hearsay.agent",
              "io.hearsay.api",
              "io.hearsay.cli",
              "io.hearsay.cluster",
              "io.hearsay.config",
              "io.hearsay.handler",
              "io.hearsay.health",
              "io.hearsay.process",
              "io.hearsay.proxy",
              "io.hearsay.supervise",
              "io.hearsay.ui");

  private static void forbid(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .check(CLASSES);
  }

  @Test
  void theClusterKnowsNothingOfHaproxyOrTheAgent() {
    forbid(
        "io.hearsay.cluster..",
        "io.hearsay.proxy..",
        "io.hearsay.agent..",
        "io.hearsay.api..",
        "io.hearsay.cli..",
        "io.hearsay.config..",
        "io.hearsay.health..");
  }

  @Test
  void processesKnowNothingOfWhatTheyAreFor() {
    forbid(
        "io.hearsay.process..",
        "io.hearsay.agent..",
        "io.hearsay.api..",
        "io.hearsay.cli..",
        "io.hearsay.cluster..",
        "io.hearsay.config..",
        "io.hearsay.handler..",
        "io.hearsay.health..",
        "io.hearsay.proxy..",
        "io.hearsay.supervise..");
  }

  @Test
  void theProxyKnowsOnlyTheClustersView() {
    forbid(
        "io.hearsay.proxy..",
        "io.hearsay.cluster.swim..",
        "io.hearsay.cluster.wire..",
        "io.hearsay.cluster.transport..",
        "io.hearsay.agent..",
        "io.hearsay.api..",
        "io.hearsay.cli..",
        "io.hearsay.config..");
  }

  @Test
  void theWireKnowsNothingElse() {
    forbid(
        "io.hearsay.cluster.wire..",
        "io.hearsay.cluster",
        "io.hearsay.cluster.swim..",
        "io.hearsay.cluster.transport..",
        "io.vertx..",
        "io.atomix..");
  }

  @Test
  void theProtocolIsPure() {
    forbid(
        "io.hearsay.cluster.swim..",
        "io.hearsay.cluster",
        "io.hearsay.cluster.transport..",
        "io.vertx..",
        "io.atomix..",
        "io.quarkus..");
  }

  @Test
  void theTransportKnowsOnlyTheWire() {
    forbid("io.hearsay.cluster.transport..", "io.hearsay.cluster", "io.hearsay.cluster.swim..");
  }

  @Test
  void atomixStaysWithinTheCluster() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.hearsay.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atomix..")
        .check(CLASSES);
  }

  @Test
  void haproxysOwnPackageKnowsNothingOfMembers() {
    forbid("io.hearsay.proxy.haproxy..", "io.hearsay.cluster..", "io.hearsay.proxy");
  }

  @Test
  void apiAndHealthUseFacadesOnly() {
    forbid(
        "io.hearsay.api..",
        "io.hearsay.proxy.haproxy..",
        "io.hearsay.cluster.swim..",
        "io.hearsay.cluster.wire..",
        "io.hearsay.cluster.transport..");
    forbid(
        "io.hearsay.health..",
        "io.hearsay.proxy.haproxy..",
        "io.hearsay.cluster.swim..",
        "io.hearsay.cluster.wire..",
        "io.hearsay.cluster.transport..");
  }

  @Test
  void handlersKnowOnlyTheCluster() {
    forbid(
        "io.hearsay.handler..",
        "io.hearsay.cluster.swim..",
        "io.hearsay.cluster.wire..",
        "io.hearsay.cluster.transport..",
        "io.hearsay.proxy..",
        "io.hearsay.agent..",
        "io.hearsay.config..");
  }

  @Test
  void theDashboardUsesFacadesOnly() {
    forbid(
        "io.hearsay.ui..",
        "io.hearsay.proxy.haproxy..",
        "io.hearsay.cluster.swim..",
        "io.hearsay.cluster.wire..",
        "io.hearsay.cluster.transport..",
        "io.hearsay.config..",
        "io.hearsay.api..",
        "io.hearsay.cli..");
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

  @Test
  void thePackagesHaveNoCycles() {
    slices().matching("io.hearsay.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
