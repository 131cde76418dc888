package io.hearsay.balancer.sim;

import java.util.Random;

/** Templates as an operator writes them, good and bad. */
public final class SimTemplates {
  private static final String ENDLESS = "{#if config.nothing}";
  private static final String POWERLESS = "level user";

  private SimTemplates() {}

  /** Whether a text comes from it that a HAProxy can be asked about. */
  public static boolean isRendered(String template) {
    return !template.contains(ENDLESS) && !template.contains(POWERLESS);
  }

  /** A good template, different for each revision. */
  public static String good(int revision) {
    return with(revision, "roundrobin", "");
  }

  /** A template that may be wrong in any way. */
  public static String any(int revision, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> with(revision, "roundrobin", "    " + SimConfig.WRONG + "\n");
      case 1 -> with(revision, "roundrobin", "    " + SimConfig.CANNOT_START + "\n");
      case 2 -> with(revision, "roundrobin", "    " + SimConfig.NEVER_ANSWERS + "\n");
      case 3 -> with(revision, "roundrobin", "    " + ENDLESS + "\n");
      case 4 -> good(revision).replace("level admin", POWERLESS);
      // Its servers cannot change without a reload.
      case 5 -> with(revision, "source", "");
      default -> good(revision);
    };
  }

  private static String with(int revision, String balance, String line) {
    return """
        global
            stats socket {config.socket} mode 600 level admin expose-fd listeners
            server-state-file {config.stateFile}
        defaults
            mode http
        frontend web
            bind :80
            http-request set-header X-Revision %s
        %s{#for route in routes}
            use_backend {route.service} if { path -m beg {route.path} }
        {/for}
        {#for service in services}

        backend {service.name}
            balance %s
        {#for server in service.servers}
            server {server.line}

        {/for}
        {/for}
        """
        .formatted(revision, line, balance);
  }
}
