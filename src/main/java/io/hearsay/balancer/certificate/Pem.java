package io.hearsay.balancer.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A certificate with its chain and its key in the form that HAProxy accepts: reformatted without
 * what tools write between the blocks, since an empty line would end it on HAProxy's socket.
 * Whether key and certificate match is left to HAProxy.
 */
final class Pem {
  private static final Pattern MARK = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{1,200}={0,2}");
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Set<String> KEYS =
      Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

  private final String text;
  private final X509Certificate leaf;

  private Pem(String text, X509Certificate leaf) {
    this.text = text;
    this.leaf = leaf;
  }

  private record Block(String kind, String text) {}

  /**
   * Parses the content of one file, or of several concatenated.
   *
   * @throws RefusedCertificate unless it contains exactly one key and at least one certificate,
   *     complete
   */
  static Pem parse(String text) throws RefusedCertificate {
    var blocks = blocks(text);
    var certificates = blocks.stream().filter(b -> b.kind().equals(CERTIFICATE)).toList();
    var keys = blocks.stream().filter(b -> KEYS.contains(b.kind())).toList();
    if (blocks.stream().anyMatch(b -> b.kind().equals("ENCRYPTED PRIVATE KEY"))) {
      throw encrypted();
    }
    if (certificates.isEmpty()) {
      throw new RefusedCertificate("there is no certificate in it");
    }
    if (keys.size() != 1) {
      throw new RefusedCertificate(
          keys.isEmpty()
              ? "there is no private key in it, nor in a .key file beside it"
              : "there is more than one private key in it");
    }
    var all = new StringBuilder();
    certificates.forEach(b -> all.append(b.text()));
    blocks.stream()
        .filter(b -> b.kind().equals("DH PARAMETERS"))
        .forEach(b -> all.append(b.text()));
    all.append(keys.getFirst().text());
    return new Pem(all.toString(), leaf(certificates.getFirst()));
  }

  private static List<Block> blocks(String text) throws RefusedCertificate {
    var blocks = new ArrayList<Block>();
    Optional<String> open = Optional.empty();
    var body = new StringBuilder();
    for (var line : text.lines().map(String::trim).toList()) {
      var mark = MARK.matcher(line);
      if (mark.matches()) {
        boolean begins = mark.group(1).equals("BEGIN");
        if (begins != open.isEmpty() || (!begins && !open.get().equals(mark.group(2)))) {
          throw incomplete();
        }
        body.append(line).append('\n');
        if (begins) {
          open = Optional.of(mark.group(2));
        } else {
          blocks.add(new Block(mark.group(2), body.toString()));
          body.setLength(0);
          open = Optional.empty();
        }
      } else if (open.isPresent()) {
        if (line.startsWith("Proc-Type:")) {
          throw encrypted();
        }
        if (!BASE64.matcher(line).matches()) {
          throw incomplete();
        }
        body.append(line).append('\n');
      }
    }
    if (open.isPresent()) {
      throw incomplete();
    }
    return blocks;
  }

  private static RefusedCertificate incomplete() {
    return new RefusedCertificate("it is cut off or damaged");
  }

  private static RefusedCertificate encrypted() {
    return new RefusedCertificate(
        "its private key is encrypted, and nobody is there to type the pass phrase; store it"
            + " without one, readable by the agent only");
  }

  private static X509Certificate leaf(Block block) throws RefusedCertificate {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(block.text().getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw incomplete();
    }
  }

  /** Chain and key, with all lines terminated and none empty. Secret. */
  String text() {
    return text;
  }

  /** The start of its validity. */
  Instant begins() {
    return leaf.getNotBefore().toInstant();
  }

  /** The end of its validity. */
  Instant expires() {
    return leaf.getNotAfter().toInstant();
  }

  /** Whether both texts are identical. */
  boolean sameAs(Pem other) {
    return text.equals(other.text);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "certificate until " + expires();
  }
}
