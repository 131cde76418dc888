package io.hearsay.web;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A visitor's session. It travels in the cookie, whole, so that any node can continue what another
 * began and none has to remember anything: the counter goes on when a node dies. (A shop that sells
 * would sign it.)
 */
record Session(String id, int views) {
  static final String COOKIE = "shop";

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})\\.([0-9]{1,9})");

  /** Continues the session of the request, or begins one if there is none or it is not ours. */
  static Session of(Request request) {
    var cookie = request.cookie(COOKIE).map(FORM::matcher).filter(m -> m.matches());
    return cookie
        .map(m -> new Session(m.group(1), Integer.parseInt(m.group(2)) + 1))
        .orElseGet(() -> new Session(UUID.randomUUID().toString().substring(0, 8), 1));
  }

  String setCookie() {
    return COOKIE + "=" + id + "." + views + "; Path=/; HttpOnly; SameSite=Lax";
  }
}
