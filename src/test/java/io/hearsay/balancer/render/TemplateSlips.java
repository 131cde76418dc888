package io.hearsay.balancer.render;

import java.util.List;

/** A good template and mistakes in it, from a missing socket line to nested loops. */
public final class TemplateSlips {
  private static final String SOCKET =
      "    stats socket {config.socket} mode 600 level admin expose-fd listeners";

  /**
   * One mistake.
   *
   * @param of the good template with the mistake in it
   * @param line the line of the file that is reported; 0: the whole file
   * @param words what the message must contain
   */
  public record Slip(String name, String of, int line, List<String> words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Slip slip(String name, String template, int line, String... words) {
    return new Slip(name, template, line, List.of(words));
  }

  /** The good template with another admin socket. */
  private static String socket(String line) {
    return template().replace(SOCKET + "\n", line.isEmpty() ? "" : "    " + line + "\n");
  }

  /** With one more line in the section global: line 3. */
  private static String global(String line) {
    return template().replace(SOCKET, SOCKET + "\n    " + line);
  }

  /** With more lines in the frontend; the first is line 13. */
  private static String frontend(String line) {
    return template().replace("    default_backend", "    " + line + "\n    default_backend");
  }

  /** A template without a mistake. */
  public static String template() {
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

  /** All mistakes. */
  public static List<Slip> all() {
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
            "quotes in a case",
            frontend("{#when config.socket}{#is a'web'}x{/when}"),
            13,
            "nothing of the name {a'web'}"),
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

  private TemplateSlips() {}
}
