package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A self-signed certificate, made with OpenSSL and valid for two days.
 *
 * @param chain the certificate in PEM
 * @param key its private key in PEM
 */
public record TestCertificate(String chain, String key) {
  private static final int LIMIT = 5000;

  /** Creates a certificate for a name. */
  public static TestCertificate of(String name) throws Exception {
    var dir = Files.createTempDirectory("certificate-");
    var key = dir.resolve("key");
    var chain = dir.resolve("chain");
    var process =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
                        + " -subj /CN=%s -addext subjectAltName=DNS:%s -keyout %s -out %s")
                    .formatted(name, name, key, chain)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var made = new TestCertificate(Files.readString(chain), Files.readString(key));
    Files.delete(key);
    Files.delete(chain);
    Files.delete(dir);
    return made;
  }

  /** Certificate and key in one PEM text. */
  public String pem() {
    return chain + key;
  }

  /** Writes both to that file, atomically through a rename or in place. */
  public void writeTo(Path file) throws IOException {
    Files.writeString(file, pem());
  }

  /** The certificate, parsed. */
  public X509Certificate x509() throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A client that trusts every server. */
  public static SSLContext anybody() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    return context;
  }

  /**
   * Makes one request over a connection of its own.
   *
   * @return the certificate that the server has shown, and its answer
   */
  public static Answer ask(SSLContext client, int port, String name) throws IOException {
    return ask(client, new InetSocketAddress("127.0.0.1", port), name);
  }

  /** The same for a server on another address. */
  public static Answer ask(SSLContext client, InetSocketAddress server, String name)
      throws IOException {
    try (var plain = new Socket()) {
      plain.connect(server, LIMIT);
      plain.setSoTimeout(LIMIT);
      try (var socket =
          (SSLSocket) client.getSocketFactory().createSocket(plain, name, server.getPort(), true)) {
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket
            .getOutputStream()
            .write(
                ("GET / HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer((X509Certificate) socket.getSession().getPeerCertificates()[0], answer);
      }
    }
  }

  /** What a server has shown and answered. */
  public record Answer(X509Certificate shown, String text) {}

  /** Trusts every certificate: the test inspects it itself. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
