package io.hearsay.http.ui;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A page as it is sent, to any number of readers.
 *
 * @param pulse of what it shows
 * @param status 200, or 404 if it says that something is not there
 * @param gzip its bytes, compressed: a twentieth of them
 * @param tag the same for pages that differ in nothing but the time of day
 * @param at when it was drawn, milliseconds of a clock that does not jump
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only written out.
record Drawing(Pulse pulse, int status, byte[] gzip, String tag, long at) {
  private static final int TAG_CHARACTERS = 24;

  /** What moves by itself; the script moves it, too. */
  private static final Pattern AGES =
      Pattern.compile("(<time data-ago[^>]*>)[^<]*|<time data-now=\"[^>]*>[^<]*");

  /** A page before it is packed. */
  record Sheet(int status, String html) {
    static Sheet ok(String html) {
      return new Sheet(200, html);
    }
  }

  static Drawing of(Pulse pulse, Sheet sheet, long at) {
    var bytes = sheet.html().getBytes(StandardCharsets.UTF_8);
    var packed = new ByteArrayOutputStream(bytes.length / 8 + 64);
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Drawing(pulse, sheet.status(), packed.toByteArray(), tag(sheet.html()), at);
  }

  private static String tag(String html) {
    try {
      var still = AGES.matcher(html).replaceAll("$1");
      var hash =
          MessageDigest.getInstance("SHA-256").digest(still.getBytes(StandardCharsets.UTF_8));
      return "W/\"" + HexFormat.of().formatHex(hash).substring(0, TAG_CHARACTERS) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For who does not take it compressed. */
  byte[] plain() {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
