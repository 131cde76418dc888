package io.hearsay.finding;

import java.util.Locale;

/**
 * Something that is not as it should be.
 *
 * @param kind what it is
 * @param subject the member, service, server or address that it is about; may be empty. Two of the
 *     same kind and subject are the same finding
 * @param text what is wrong, for an operator; holds nothing that is not printable
 * @param remedy what to do about it; empty if the text says so itself
 */
public record Finding(Kind kind, String subject, String text, String remedy) {
  /** How bad it is. */
  public enum Level {
    /** Clients notice, or will soon. */
    BAD,
    /** Requests are served, but not as they should be. */
    LOOK,
    /** It was asked for, and is to be remembered. */
    NOTE;

    /** In the API and in events. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What may be found: few enough to be a label of a metric. */
  public enum Kind {
    /** No HAProxy answers. */
    HAPROXY_DOWN(Level.BAD, false),
    /** The configuration file is not one that Hearsay wrote. */
    FOREIGN_CONFIG(Level.BAD, false),
    /** The newest template is not used. */
    TEMPLATE_REFUSED(Level.BAD, false),
    /** What is wanted cannot be had, for a reason on this host; HAProxy serves with what it has. */
    RELOAD_IMPOSSIBLE(Level.BAD, false),
    /** Another process listens on our addresses. */
    ADDRESS_SHARED(Level.BAD, true),
    /** There is no server at all. */
    NO_SERVER(Level.BAD, true),
    /** No server of a service is up. */
    ALL_DOWN(Level.BAD, true),
    /** HAProxy's own check has taken a server out. */
    SERVER_DOWN(Level.LOOK, false),
    /** A service is served by backups only. */
    BACKUPS_ONLY(Level.LOOK, true),
    /** A certificate in the balancer's directory cannot serve. */
    CERTIFICATE_REFUSED(Level.LOOK, false),
    /** A certificate that serves ends soon, or has ended. */
    CERTIFICATE_EXPIRING(Level.LOOK, true),
    /** A member is in no service because of something that it says. */
    LEFT_OUT(Level.LOOK, false),
    /** HAProxy has a server otherwise than it was given. */
    DRIFT(Level.LOOK, false),
    /** There are backends, and no balancer. */
    NO_BALANCER(Level.LOOK, true),
    /** A server gets no new requests, by the wish of its operator. */
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

    /** Whether the finding needs a line in the log: what it comes from has none of its own. */
    public boolean logged() {
      return logged;
    }

    /** In the API, events and metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What it is about: two with the same key are the same finding. */
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
