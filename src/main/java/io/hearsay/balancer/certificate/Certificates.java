package io.hearsay.balancer.certificate;

import io.hearsay.balancer.diagnostics.Reasons;
import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.text.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * The certificates of the balancer's own TLS. The directory is checked every half second. A new
 * file that is unchanged at the next check, as its writer may not be done, is read and validated. A
 * valid certificate is kept as a copy of our own, from which HAProxy starts, and passed to the
 * running HAProxy without a reload. An invalid one is refused with the reason, and the previous
 * copy stays in use. So nothing that happens to the directory makes a reload impossible or removes
 * the last certificate.
 *
 * <p>For the pipeline's thread. Blocks while the disk and HAProxy work.
 */
public final class Certificates {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  /**
   * Number of checks after which a refused certificate is retried: it may have become valid, or
   * HAProxy can be run again.
   */
  private static final int LOOKS_UNTIL_RETRY = 60;

  private static final int SHOWN = 20;

  private static final String UNNAMED =
      "its name is taken, or has something else than letters, digits, '.', '_' and '-', or there"
          + " are more than "
          + CertificateFiles.MOST;

  private final Path directory;
  private final Path list;
  private final Clock clock;
  private final CertificateFiles files;
  private final KeptCertificates kept;
  private final Judge judge;
  private final RunningCertificates running;

  /** The files last read of each certificate, whether or not it was valid. */
  private final Map<String, List<CertificateFiles.Stamp>> judged = new HashMap<>();

  private final SortedMap<String, String> refused = new TreeMap<>();

  /** The previous listing; empty if there was none. */
  private Optional<CertificateFiles.Look> before = Optional.empty();

  /** The problem with the directory itself. */
  private Optional<String> problem = Optional.empty();

  private int looks;
  private long process;

  /**
   * Creates an instance without reading anything.
   *
   * @param directory that others write to
   * @param list the file in which HAProxy finds the copies, in a directory of our own
   */
  public Certificates(Path directory, Path list, HaproxyHost host, Clock clock) {
    this.directory = directory;
    this.list = list;
    this.clock = clock;
    this.files = new CertificateFiles(directory);
    this.kept = new KeptCertificates(list);
    this.judge = new Judge(host, list.getParent(), clock);
    this.running = new RunningCertificates(list, name -> kept.path(name).toString());
  }

  /**
   * Must be called first: reads what an earlier agent has kept and what is in the directory now.
   */
  public void begin() {
    kept.load();
    look();
  }

  /** Whether there is a certificate that HAProxy can use. */
  public boolean any() {
    return !kept.all().isEmpty();
  }

  /** Checks the directory, and adopts certificates that are valid and no longer being written. */
  public void look() {
    try {
      look(files.look());
    } catch (IOException e) {
      problem("the directory of certificates, " + directory + ", cannot be read: " + Reasons.of(e));
    }
  }

  private void look(CertificateFiles.Look now) {
    looks++;
    boolean again = looks % LOOKS_UNTIL_RETRY == 0;
    var due = new TreeMap<String, List<CertificateFiles.Stamp>>();
    now.found()
        .forEach(
            (name, stamps) -> {
              boolean news =
                  !stamps.equals(judged.get(name)) || (again && refused.containsKey(name));
              boolean rests = before.isEmpty() || stamps.equals(before.get().found().get(name));
              if (news && rests) {
                due.put(name, stamps);
              }
            });
    var gone = new TreeSet<>(kept.all().keySet());
    gone.removeAll(now.found().keySet());
    before.ifPresentOrElse(b -> gone.removeAll(b.found().keySet()), gone::clear);
    refused.keySet().retainAll(now.found().keySet());
    judged.keySet().retainAll(now.found().keySet());
    before = Optional.of(now);
    judge(due);
    forget(gone);
  }

  private void judge(SortedMap<String, List<CertificateFiles.Stamp>> due) {
    var good = new TreeMap<String, Pem>();
    due.forEach(
        (name, stamps) -> {
          judged.put(name, stamps);
          read(name, stamps).ifPresent(pem -> good.put(name, pem));
        });
    judge
        .byHaproxy(good)
        .forEach(
            (name, reason) -> {
              good.remove(name);
              refuse(name, reason);
            });
    good.keySet().forEach(refused::remove);
    good.entrySet().removeIf(e -> kept.get(e.getKey()).filter(e.getValue()::sameAs).isPresent());
    if (good.isEmpty()) {
      return;
    }
    try {
      kept.put(good);
      good.forEach((name, pem) -> LOG.infof("certificate %s until %s", name, pem.expires()));
    } catch (IOException e) {
      good.keySet()
          .forEach(
              name ->
                  refuse(
                      name,
                      "no copy of it can be kept beside "
                          + list
                          + " (hearsay.balancer.run-dir): "
                          + Reasons.of(e)));
    }
  }

  private Optional<Pem> read(String name, List<CertificateFiles.Stamp> stamps) {
    try {
      var pem = CertificateFiles.read(stamps);
      var wrong = judge.byTime(pem, kept.get(name));
      wrong.ifPresent(reason -> refuse(name, reason));
      return wrong.isEmpty() ? Optional.of(pem) : Optional.empty();
    } catch (RefusedCertificate e) {
      refuse(name, e.getMessage());
    } catch (IOException e) {
      refuse(name, "it cannot be read: " + Reasons.of(e));
    }
    return Optional.empty();
  }

  private void refuse(String name, String reason) {
    var told = VisibleText.text(reason);
    if (!told.equals(refused.put(name, told))) {
      LOG.warnf("certificate %s in %s is refused: %s; %s", name, directory, told, instead(name));
    }
  }

  private String instead(String name) {
    return kept.get(name).isPresent()
        ? "the one before serves on"
        : "there is none of that name to serve with";
  }

  private void forget(Set<String> gone) {
    if (!gone.isEmpty() && gone.containsAll(kept.all().keySet())) {
      problem(
          "there is no certificate in "
              + directory
              + " any more; those that were there before serve on");
      return;
    }
    problem = Optional.empty();
    if (gone.isEmpty()) {
      return;
    }
    try {
      kept.remove(gone);
      LOG.infof("certificate %s is gone", String.join(", ", gone));
    } catch (IOException e) {
      LOG.warnf("a certificate that is gone is kept: %s", e.toString());
    }
  }

  private void problem(String text) {
    var told = Optional.of(VisibleText.text(text));
    if (!told.equals(problem)) {
      problem = told;
      LOG.warn(told.get());
    }
  }

  /** A process was started, which has read the present copies. */
  public void started(long pid) {
    process = pid;
    running.started(kept.all());
  }

  /**
   * Updates the certificates of a running process, if it uses our list.
   *
   * @param text the configuration that it runs with
   * @return why that needs a reload; empty if it has them or does not use them
   */
  public Optional<String> bring(long pid, String text, HaproxyApi api) {
    if (pid == 0 || !text.contains(list.toString())) {
      return Optional.empty();
    }
    if (pid != process) {
      running.unknown();
      process = pid;
    }
    return running.bring(api, kept.all());
  }

  /** The states of all certificates. */
  public List<CertificateState> states() {
    var names = new TreeSet<>(kept.all().keySet());
    names.addAll(refused.keySet());
    var states = new ArrayList<CertificateState>();
    for (var name : names) {
      var pem = kept.get(name);
      states.add(
          new CertificateState(
              name,
              pem.map(Pem::expires),
              pem.filter(this::expiring).isPresent(),
              Optional.ofNullable(refused.get(name)).map(r -> r + "; " + instead(name))));
    }
    before.ifPresent(
        b ->
            b.unnamed().stream().limit(SHOWN).forEach(file -> states.add(unusable(file, UNNAMED))));
    problem.ifPresent(text -> states.add(unusable(directory.toString(), text)));
    return states;
  }

  private static CertificateState unusable(String name, String why) {
    return new CertificateState(VisibleText.text(name), Optional.empty(), false, Optional.of(why));
  }

  /** Whether a certificate is in the last tenth of its lifetime; tools renew well before that. */
  private boolean expiring(Pem pem) {
    var tenth = Duration.between(pem.begins(), pem.expires()).dividedBy(10);
    return clock.instant().isAfter(pem.expires().minus(tenth));
  }
}
