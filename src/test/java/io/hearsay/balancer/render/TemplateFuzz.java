package io.hearsay.balancer.render;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.balancer.Views;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.fuzz.Target;
import io.hearsay.membership.MemberStatus;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** A template's own text, from any source; {@code include} finds the same text as "self". */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class TemplateFuzz {
  private static final int MAX_OUTPUT = 8 << 20;
  private static final int MAX_MESSAGE = 10 * 1010;

  /** Parsing and rendering a template takes fifty times as long as reading a datagram. */
  private static final int SHARE = 50;

  private static final Catalog CATALOG =
      new CatalogBuilder(Map.of())
          .build(
              Views.of(
                  Views.web("web1", 3000),
                  Views.web("web2", 3001, MemberStatus.ALIVE, Map.of("host", "a.b", "x", "y"))));
  private static final Map<String, Object> DATA =
      TemplateData.of(
          BalancerSettings.defaults(Path.of("/etc/haproxy/haproxy.cfg")), true, CATALOG);

  private TemplateFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "template",
        TemplateFuzz.class,
        TemplateFuzz::fuzzerTestOneInput,
        Target.bytes(
            """
            global
                stats socket {config.socket} mode 600 level admin
            {#for service in services}
            backend {service.name}
            {#if service.check.type == 'http' && !service.sticky}
                option httpchk {service.check.method}
            {#else if service.mode is 'tcp'}
                mode tcp
            {/if}
            {#for server in service.servers}
                server {server.line} {server_index} {server.tags.x ?: 'none'}
            {/for}
            {/for}
            """,
            "{#let a=services.size b='x'}{a}{b}{/let}{#with config}{socket}{/with}{! comment !}\n"
                + "{#when defaultService}{#is 'web'}a{#else}b{/when}{#switch a}{/switch}",
            "{#include self}{#global}x{/global}{/include}{#insert global}y{/}{#fragment id=a}{/}",
            "{#nosuch\n\u001b[2J}",
            "{config.socket\n",
            "{|{raw}|}\\{2} {#each routes}{it.host or 'x'}{/each}{services.0.name}{[1]}"),
        Target.bytes(
            "{#for ",
            "{#if ",
            "{/if}",
            "{/for}",
            "{#include ",
            "{#insert ",
            "{#let ",
            "{#set ",
            "{#eval ",
            "{#fragment ",
            "{#else}",
            " in ",
            "services",
            "config",
            "{config",
            ".class",
            ".getClass()",
            "(",
            ")",
            "?:",
            "??",
            "&&",
            "||",
            "1000000000",
            "{|",
            "|}",
            "{!",
            "!}",
            "{/}",
            "=",
            "it",
            "_count",
            "{",
            "}",
            "{cdi:",
            "{str:",
            "{config.socket.",
            "self",
            ".size",
            ".get(0)",
            ".take(3)",
            ".keys",
            " + ",
            "..",
            "{#a:b ",
            "\\{"),
        SHARE);
  }

  /** It renders within its bounds or is refused in one clean sentence that says where. */
  public static void fuzzerTestOneInput(byte[] input) {
    var source = Target.text(input);
    try {
      var template =
          new LoadedTemplate(
              "my.qute",
              source,
              name -> {
                if (name.equals("self")) {
                  return source;
                }
                throw new NoSuchFileException(name);
              });
      var text = template.render(DATA, CATALOG.size());
      hold(!text.isBlank(), "it renders to nothing");
      hold(text.length() <= MAX_OUTPUT, "it renders to " + text.length());
      template.origin(text.lines().findFirst().orElse(""));
    } catch (ApplyException e) {
      var said = e.getMessage();
      hold(said.contains("my.qute") || said.contains("self"), "it does not say where: " + said);
      hold(said.length() <= MAX_MESSAGE, "it says much: " + said.length());
      hold(said.codePoints().noneMatch(Character::isISOControl), "it is not clean: " + said);
    }
  }
}
