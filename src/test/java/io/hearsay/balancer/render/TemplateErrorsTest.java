package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.DryRun;
import io.hearsay.balancer.TestBalancer;
import io.hearsay.balancer.Traffic;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.membership.ClusterView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Slips of a template, from a missing socket line to nested loops: {@code check} refuses them by
 * file and line and says what to write, and so does an agent, whose HAProxy does not notice.
 */
class TemplateErrorsTest {
  private static final String SOCKET =
      "    stats socket {config.socket} mode 600 level admin expose-fd listeners";

  /**
   * One slip.
   *
   * @param of what is slipped into a good template
   * @param line of the file where it is told to be; 0: the whole file
   * @param words of the message
   */
  private record Slip(String name, String of, int line, List<String> words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Slip slip(String name, String template, int line, String... words) {
    return new Slip(name, template, line, List.of(words));
  }

  /** A good template with another admin socket. */
  private static String socket(String line) {
    return template().replace(SOCKET + "\n", line.isEmpty() ? "" : "    " + line + "\n");
  }

  /** With a line more in the section global, which is line 3. */
  private static String global(String line) {
    return template().replace(SOCKET, SOCKET + "\n    " + line);
  }

  /** With lines more in the frontend, of which the first is line 13. */
  private static String frontend(String line) {
    return template().replace("    default_backend", "    " + line + "\n    default_backend");
  }

  private static String template() {
    return "global\n"
        + SOCKET
        + "\n"
        + """
            hard-stop-after {config.hardStopAfter}
            log stdout format raw local0 notice
        defaults
            mode http
            timeout connect 1s
            timeout client 10s
            timeout server 10s
            option redispatch
        frontend web
            bind {config.frontend}
            default_backend web
        backend web
        {#for service in services}{#for server in service.servers}
            server {server.line}
        {/for}{/for}
        """;
  }

  static List<Slip> slips() {
    var write = "write: stats socket {config.socket} mode 600 level admin expose-fd listeners";
    var loop = "{#for i in 10000}";
    return List.of(
        slip("no admin socket", socket(""), 0, "no admin socket", write),
        slip("in a comment", socket("#" + SOCKET), 0, "no admin socket", write),
        slip(
            "elsewhere",
            socket("stats socket /run/x.sock level admin expose-fd listeners"),
            2,
            write),
        slip(
            "no level",
            socket("stats socket {config.socket} expose-fd listeners"),
            2,
            "no level admin",
            write),
        slip(
            "level operator",
            socket("stats socket {config.socket} level operator expose-fd listeners"),
            2,
            write),
        slip(
            "level user",
            socket("stats socket {config.socket} level user expose-fd listeners"),
            2,
            write),
        slip(
            "keeps its listeners",
            socket("stats socket {config.socket} level admin"),
            2,
            "reload",
            write),
        slip(
            "second socket",
            global("stats socket unix@{config.socket} level admin"),
            3,
            "second",
            "remove one"),
        slip(
            "master-worker",
            global("master-worker"),
            3,
            "master",
            "remove the line",
            "hearsay.balancer.reload=master"),
        slip("nbproc", global("nbproc 4"), 3, "nbproc", "remove the line", "nbthread"),
        slip("prefix", global("unix-bind prefix /run/"), 3, "unix-bind", "whole paths"),
        slip("number", frontend("acl id path_reg ^/[a-z]{2}/"), 13, "{2}", "write \\{2}"),
        slip("repetition", frontend("acl id path_reg ^/[a-z]{1,3}/"), 13, "{1,3}", "write \\{1,3}"),
        slip(
            "open repetition",
            frontend("acl id path_reg ^/[a-z]{2,}/"),
            13,
            "{2,}",
            "write \\{2,}"),
        slip("truth", frontend("acl a path /{true}"), 13, "{true}", "write \\{true}"),
        slip("nothing", frontend("acl a path /{null}"), 13, "{null}", "write \\{null}"),
        slip("float", frontend("acl a path_reg ^{3f}"), 13, "{3f}", "write \\{3f}"),
        slip("unreached", frontend("{#if services.size > 99}{8}{/if}"), 13, "{8}", "write \\{8}"),
        slip(
            "unknown name", frontend("{config.sokcet}"), 13, "nothing of the name {config.sokcet}"),
        slip("unknown section", frontend("{#nosuch}{/nosuch}"), 13, "nosuch"),
        slip("not closed", frontend("{#if config.stats}"), 18, "if"),
        slip("closed twice", frontend("{/for}"), 13, "for"),
        slip("printed list", frontend("{services}"), 13, "{services}", "no text"),
        slip(
            "missing include", frontend("{#include none.qute /}"), 13, "none.qute", "no such file"),
        slip("include outside", frontend("{#include ../x.qute /}"), 13, "directory"),
        slip("includes itself", frontend("{#include my.cfg.qute /}"), 13, "itself"),
        slip(
            "nested loops",
            frontend(loop + loop + loop + "{/for}{/for}{/for}"),
            13,
            "more often than fits in memory",
            "loop over"),
        slip("endless loop", frontend("{#for i in 2000000000}x{/for}"), 13, "loop over"),
        slip("deep", frontend("{#if config.stats}".repeat(80) + "{/if}".repeat(80)), 13, "deep"),
        slip("blank", "  \n", 0, "renders to nothing"));
  }

  @TempDir Path dir;
  private TestBalancer test;
  private ClusterView view;

  @BeforeEach
  void prepare() throws Exception {
    test = new TestBalancer(dir);
    test.template(template());
    view = Views.of(Views.web("web1", test.web("one")));
  }

  private static void assertTold(String message, Slip slip, Path file) {
    assertThat(message).contains(file.getFileName().toString());
    if (slip.line() > 0) {
      assertThat(message)
          .startsWith("template error in ")
          .contains(file.getFileName() + ", line " + slip.line() + ":");
    }
    assertThat(message).contains(slip.words());
  }

  @ParameterizedTest
  @MethodSource("slips")
  void checkRefusesItByFileAndLineAndSaysWhatToWrite(Slip slip) throws Exception {
    test.template(slip.of());
    var preview = new DryRun(test.settings);
    var before = usedHeap();

    String message;
    try {
      message = preview.check(preview.render(view, Optional.empty())).orElse("HAProxy takes it");
    } catch (ApplyException e) {
      message = e.getMessage();
    }

    assertTold(message, slip, test.settings.template().orElseThrow());
    assertThat(usedHeap() - before).isLessThan(64L << 20);
  }

  private static long usedHeap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void theGoodTemplateIsGood() throws Exception {
    var preview = new DryRun(test.settings);

    assertThat(preview.check(preview.render(view, Optional.empty()))).isEmpty();
  }

  /** Each of them, one after the other, under traffic. */
  @Test
  void anAgentRefusesThemAndItsClientsDoNotNotice() throws Exception {
    test.start().balancer.submit(view);
    var first = test.awaitApplied();
    var file = test.settings.template().orElseThrow();
    try (var traffic = new Traffic(test.port)) {
      for (var slip : slips()) {
        Files.writeString(file, slip.of());

        var refused = test.awaitStatus(s -> s.lastError().isPresent());

        assertTold(refused.lastError().get(), slip, file);
        assertThat(refused.pid()).as(slip.name()).isEqualTo(first.pid());
        assertThat(refused.answering()).isTrue();
        Files.writeString(file, template());
        test.awaitStatus(s -> s.lastError().isEmpty());
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> test.haproxies().size() == 1);
      assertThat(test.balancer.status().reloads()).isEqualTo(1);
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    } finally {
      test.close();
    }
  }
}
