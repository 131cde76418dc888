package io.hearsay.web;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A client's session. The whole of it travels in the cookie, so any node can continue what another
 * began, and none has to remember anything: the counter continues when a node dies. (A real shop
 * would sign it.)
 */
record Session(String id, int views) {
  static final String COOKIE = "shop";

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})\\.([0-9]{1,9})");

  /** Continues the session of the request, or begins one if there is none or it is invalid. */
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
