package io.hearsay.bench.hostile;

import io.hearsay.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A reason why HAProxy cannot be reloaded or controlled; it arises, and goes away again. */
abstract class Trouble {
  private final String name;

  private Trouble(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The template that the balancer begins with. */
  String template(Place place) throws IOException {
    return "{#include built-in}{/include}\n";
  }

  /** The cause arises. */
  abstract void arises(Place place, Guest balancer) throws IOException;

  /** The cause goes away; the newcomer is the web server that came meanwhile. */
  void goes(Place place, Guest newcomer) throws IOException {}

  /** Additional options of the web server that comes meanwhile. */
  String[] more() {
    return new String[0];
  }

  /** Whether it kills HAProxy, so that requests under way fail. */
  boolean kills() {
    return false;
  }

  /** The balancer's files. */
  static final class Place implements AutoCloseable {
    private final Settings settings;
    private final String network;

    Place(Settings settings, String network) {
      this.settings = settings;
      this.network = network;
    }

    String address(int host) {
      return network + host;
    }

    /** The directory of HAProxy's configuration and sockets. */
    Path directory() throws IOException {
      return Files.createDirectories(settings.directory().resolve("proxy-" + address(2)));
    }

    Path template() throws IOException {
      return Files.createDirectories(settings.directory().resolve("template-" + address(2)))
          .resolve("own.cfg.qute");
    }

    void template(String text) throws IOException {
      Files.writeString(template(), text);
    }

    /** A file beside the template. */
    Path beside(String name) throws IOException {
      return template().resolveSibling(name);
    }

    String program() {
      return settings.hearsay();
    }

    @Override
    public void close() {
      Command.attempt(
          Map.of(), List.of("umount", "-l", settings.directory() + "/proxy-" + address(2)));
    }
  }

  private static String block(String section, String line) {
    return "{#include built-in}{#" + section + "}    " + line + "\n{/" + section + "}{/include}\n";
  }

  private static void tmpfs(Place place) throws IOException {
    Command.sh("mount -t tmpfs -o size=256k tmpfs " + place.directory());
  }

  static List<Trouble> all() {
    return List.of(
        new Certificate(),
        new MissingFile("map", "http-request set-header x %%[path,map(%s,n)]", "/a b\n"),
        new MissingFile("error file", "errorfile 503 %s", "HTTP/1.0 503 No\r\n\r\n"),
        new FullDisk(),
        new SomeMembers(),
        new Edit("a template without the socket", "/stats socket {config.socket}/d"),
        new Edit("a template without expose-fd", "s/ expose-fd listeners//"),
        new Edit("a template with master-worker", "s/^global$/global\\n    master-worker/"),
        new NoSocket(),
        new ReadOnly());
  }

  /** The directory of certificates has an invalid file, and somebody requests a reload. */
  private static final class Certificate extends Trouble {
    Certificate() {
      super("a bad certificate");
    }

    @Override
    String template(Place place) throws IOException {
      var certs = Files.createDirectories(place.beside("certs"));
      Command.sh(
          "cd %s; openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout k -out c;"
                  .formatted(certs)
              + "cat c k >a.pem; rm c k");
      return block("frontend", "bind %s:8443 ssl crt %s/".formatted(place.address(2), certs));
    }

    @Override
    void arises(Place place, Guest balancer) throws IOException {
      Files.writeString(place.beside("certs").resolve("other.pem"), "junk");
      balancer.agent().reload();
    }

    @Override
    void goes(Place place, Guest newcomer) throws IOException {
      Files.delete(place.beside("certs").resolve("other.pem"));
    }
  }

  /** A file that the configuration names is missing, and somebody requests a reload. */
  private static final class MissingFile extends Trouble {
    private final String line;
    private final String text;

    MissingFile(String what, String line, String text) {
      super("a missing " + what);
      this.line = line;
      this.text = text;
    }

    @Override
    String template(Place place) throws IOException {
      Files.writeString(place.beside("file"), text);
      return block("frontend", line.formatted(place.beside("file")));
    }

    @Override
    void arises(Place place, Guest balancer) throws IOException {
      Files.delete(place.beside("file"));
      balancer.agent().reload();
    }

    @Override
    void goes(Place place, Guest newcomer) throws IOException {
      Files.writeString(place.beside("file"), text);
    }
  }

  private static final class FullDisk extends Trouble {
    FullDisk() {
      super("a full disk");
    }

    @Override
    String template(Place place) throws IOException {
      tmpfs(place);
      return super.template(place);
    }

    @Override
    void arises(Place place, Guest balancer) throws IOException {
      Command.sh("dd if=/dev/zero of=%s/filler bs=4k 2>&1 || true".formatted(place.directory()));
      balancer.agent().reload();
    }

    @Override
    void goes(Place place, Guest newcomer) throws IOException {
      Files.delete(place.directory().resolve("filler"));
    }
  }

  /** A template that HAProxy accepts only while no member has a certain tag. */
  private static final class SomeMembers extends Trouble {
    SomeMembers() {
      super("a template for some members only");
    }

    @Override
    String template(Place place) {
      return block(
          "frontend",
          "{#for s in services}{#for m in s.servers}{#if m.version == 'v2'}"
              + "no-such-word\n{/if}{/for}{/for}");
    }

    @Override
    void arises(Place place, Guest balancer) {}

    @Override
    String[] more() {
      return new String[] {"--tag", "version=v2"};
    }

    @Override
    void goes(Place place, Guest newcomer) {
      newcomer.agent().delete("version");
    }
  }

  /** The whole built-in template, edited with sed while it serves, and edited back. */
  private static final class Edit extends Trouble {
    private final String sed;

    Edit(String name, String sed) {
      super(name);
      this.sed = sed;
    }

    @Override
    String template(Place place) {
      return Command.run(place.program(), "render", "--source") + "\n";
    }

    @Override
    void arises(Place place, Guest balancer) throws IOException {
      Command.sh("sed -i.good '%s' %s".formatted(sed, place.template()));
      balancer
          .agent()
          .await("the template was not refused", Duration.ofSeconds(10), p -> !p.inStep());
    }

    @Override
    void goes(Place place, Guest newcomer) throws IOException {
      Command.sh("mv %1$s.good %1$s".formatted(place.template()));
    }
  }

  /** Somebody has removed HAProxy's admin socket. */
  private static final class NoSocket extends Trouble {
    NoSocket() {
      super("a removed admin socket");
    }

    @Override
    void arises(Place place, Guest balancer) throws IOException {
      Command.sh("rm -f %s/*.sock*".formatted(place.directory()));
    }
  }

  /** Nothing can be written beside HAProxy, which dies over and over. */
  private static final class ReadOnly extends Trouble {
    ReadOnly() {
      super("a read-only directory");
    }

    @Override
    boolean kills() {
      return true;
    }

    @Override
    void arises(Place place, Guest balancer) throws IOException {
      Command.sh(
          "mount --bind %1$s %1$s; mount -o remount,bind,ro %1$s".formatted(place.directory()));
    }

    @Override
    void goes(Place place, Guest newcomer) throws IOException {
      Command.sh("umount -l %s".formatted(place.directory()));
    }
  }
}
