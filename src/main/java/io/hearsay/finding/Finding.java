package io.hearsay.finding;

import java.util.Locale;

/**
 * Something that an operator should know about.
 *
 * @param kind what it is
 * @param subject the member, service, server or address that it is about; may be empty. Two with
 *     the same kind and subject are the same finding
 * @param text what is wrong, for an operator; only printable characters
 * @param remedy what to do about it; empty if the text already says so
 */
public record Finding(Kind kind, String subject, String text, String remedy) {
  /** How bad it is. */
  public enum Level {
    /** Clients are affected, or soon will be. */
    BAD,
    /** Requests are served, but not as they should be. */
    LOOK,
    /** Somebody asked for it, and should not forget it. */
    NOTE;

    /** Its name in the API and in events. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kinds of findings: few enough for a metric label. */
  public enum Kind {
    /** No HAProxy answers. */
    HAPROXY_DOWN(Level.BAD, false),
    /** The configuration file is not one that Hearsay wrote. */
    FOREIGN_CONFIG(Level.BAD, false),
    /** The newest version of the template is invalid, so an older one is in use. */
    TEMPLATE_REFUSED(Level.BAD, false),
    /**
     * The wanted configuration cannot be applied, for a reason on this host; HAProxy keeps serving
     * with the one it has.
     */
    RELOAD_IMPOSSIBLE(Level.BAD, false),
    /** Another process listens on our addresses. */
    ADDRESS_SHARED(Level.BAD, true),
    /** No service has any server. */
    NO_SERVER(Level.BAD, true),
    /** No server of a service is up. */
    ALL_DOWN(Level.BAD, true),
    /** HAProxy's health check has marked a server down. */
    SERVER_DOWN(Level.LOOK, false),
    /** Only backup servers serve a service. */
    BACKUPS_ONLY(Level.LOOK, true),
    /** A certificate in the balancer's directory is unusable. */
    CERTIFICATE_REFUSED(Level.LOOK, false),
    /** A certificate in use expires soon, or has expired. */
    CERTIFICATE_EXPIRING(Level.LOOK, true),
    /** A member is left out of all services because of an invalid tag, name or address. */
    LEFT_OUT(Level.LOOK, false),
    /** A server's state in HAProxy differs from what Hearsay has set. */
    DRIFT(Level.LOOK, false),
    /** There are backends but no balancer. */
    NO_BALANCER(Level.LOOK, true),
    /** The other members do not accept this one as one of theirs. */
    REFUSED(Level.BAD, false),
    /** A seed cannot be used, and no other has answered yet. */
    NOT_JOINED(Level.LOOK, false),
    /** A server gets no new requests, at its operator's request. */
    DRAINING(Level.NOTE, false);

    private final Level level;
    private final boolean logged;

    Kind(Level level, boolean logged) {
      this.level = level;
      this.logged = logged;
    }

    /** How bad it is. */
    public Level level() {
      return level;
    }

    /** Whether the finding itself is logged; otherwise its cause already is. */
    public boolean logged() {
      return logged;
    }

    /** Its name in the API, events and metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Identifies the finding: two with the same key are the same one. */
  public String key() {
    return kind + " " + subject;
  }

  /** What is wrong and what to do about it. */
  public String sentence() {
    var sentence = text.endsWith(".") ? text : text + ".";
    return remedy.isEmpty()
        ? sentence
        : sentence + " " + Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1) + ".";
  }
}
