package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.TestCertificate;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.haproxy.ConfigCheck;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.Settings;
import io.hearsay.membership.MemberStatus;
import io.hearsay.option.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every option of HAProxy's configuration, including future ones: its example changes what the
 * built-in template renders, and a real HAProxy accepts the result.
 */
class OptionsInTemplatesTest {
  /** What else an example needs. */
  private static final Map<Option<?>, String> NEEDED =
      Map.of(
          ServiceOption.MODE, "hearsay.service.web.bind=127.0.0.1:8082\n",
          ServiceOption.TLS_CA, "hearsay.service.web.tls=verify\n",
          ServiceOption.TLS_NAME, "hearsay.service.web.tls=verify\n",
          ServiceOption.TLS_CERTIFICATE, "hearsay.service.web.tls=insecure\n");

  @TempDir Path dir;

  private static Stream<String> examples() {
    return Stream.concat(
        Stream.concat(BalancerOption.GROUP.options().stream(), FrontOption.GROUP.options().stream())
            .filter(option -> !option.example().isEmpty())
            .map(option -> option.property() + "=" + option.example() + "\n"),
        ServiceOption.GROUP.options().stream()
            .map(
                option ->
                    NEEDED.getOrDefault(option, "")
                        + ServiceOption.GROUP.property("web", option.key())
                        + "="
                        + option.example()
                        + "\n"));
  }

  /** Every option that templates read must have an example that a user might write. */
  private static Stream<Option<?>> templated() {
    return Stream.of(BalancerOption.GROUP, FrontOption.GROUP, ServiceOption.GROUP)
        .flatMap(group -> group.templated().stream());
  }

  @ParameterizedTest
  @MethodSource("templated")
  void anOptionThatTemplatesReadHasAnExample(Option<?> option) {
    assertThat(option.example()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itsExampleIsAcceptedByHaproxyAndMakesADifference(String lines) throws Exception {
    var settings = settings(lines);
    var text = render(settings);

    assertThat(text).isNotEqualTo(render(settings("")));
    var file = Files.writeString(dir.resolve("haproxy.cfg"), text);
    assertThat(new ConfigCheck(settings.haproxy()).check(file)).isEmpty();
  }

  private BalancerSettings settings(String lines) throws Exception {
    TestCertificate.of("a.example").writeTo(dir.resolve("client.pem"));
    Files.writeString(dir.resolve("ca.pem"), TestCertificate.of("b.example").chain());
    var file =
        Files.writeString(
            dir.resolve("hearsay.properties"), lines.replace("/etc/hearsay/", dir + "/"));
    return Settings.balancerOf(
        new ConfigSources(
            Map.of("haproxy-config", List.of(dir.resolve("haproxy.cfg").toString())),
            Map.of(),
            Optional.of(file)));
  }

  private static String render(BalancerSettings settings) throws Exception {
    var view = Views.of(Views.web("web1", 3001, MemberStatus.ALIVE, Map.of()));
    return ConfigRenderer.renderShipped(
        "built-in", settings, new CatalogBuilder(settings.services()).build(view));
  }
}
