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
 * A page ready to be sent to any number of readers.
 *
 * @param pulse of the data it shows
 * @param status 200, or 404 if it says that something does not exist
 * @param gzip its compressed bytes, a twentieth of the size
 * @param tag its entity tag; the same for pages that differ only in times
 * @param at when it was drawn, in milliseconds of a monotonic clock
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only written out.
record Drawing(Pulse pulse, int status, byte[] gzip, String tag, long at) {
  private static final int TAG_CHARACTERS = 24;

  /** Times, which change by themselves; the script updates them, too. */
  private static final Pattern AGES =
      Pattern.compile("(<time data-ago[^>]*>)[^<]*|<time data-now=\"[^>]*>[^<]*");

  /** A page before compression. */
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

  /** The page for clients that do not accept compression. */
  byte[] plain() {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
