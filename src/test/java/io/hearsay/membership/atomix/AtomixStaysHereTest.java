package io.hearsay.membership.atomix;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Only one package uses Atomix, and only those parts of it that need neither Kryo nor its Netty.
 */
class AtomixStaysHereTest {
  @Test
  void noOtherPackageUsesAtomix() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.hearsay.membership.atomix")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atomix..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.hearsay"));
  }

  @Test
  void itsServicesAreUsedAndItsSerializerIsNot() {
    var here =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.hearsay.membership.atomix");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atomix.utils.serializer..", "io.atomix.utils.concurrent..")
        .check(here);
    for (var service :
        new String[] {
          "io.atomix.cluster.impl.DefaultClusterMembershipService",
          "io.atomix.cluster.impl.DefaultNodeDiscoveryService",
          "io.atomix.cluster.messaging.impl.DefaultClusterCommunicationService"
        }) {
      classes()
          .that()
          .haveSimpleName("AtomixRuntime")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(service)
          .check(here);
    }
  }
}
