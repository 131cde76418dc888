package io.hearsay.proxy;

import io.hearsay.proxy.haproxy.ConfigCheck;
import io.hearsay.proxy.haproxy.HaproxyProcess;
import io.hearsay.proxy.haproxy.RuntimeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings HAProxy from the configuration it runs with to another one, and knows which one that is.
 * The file is always in step: it holds what HAProxy runs with, or, for the moment of a change, what
 * it is about to run with; {@link AppliedRecord} tells a later sidecar which. For one thread;
 * blocks.
 */
final class Applier {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  private final BalancerSettings settings;
  private final ConfigFile file;
  private final ConfigFile pidFile;
  private final ConfigFile appliedFile;
  private final ConfigCheck check;
  private final HaproxyProcess processes;
  private final RuntimeApi api;
  private RuntimeChanges runtime;
  private Optional<ProcessHandle> current = Optional.empty();
  private Optional<String> applied = Optional.empty();
  private List<ProcessHandle> old = new ArrayList<>();

  Applier(BalancerSettings settings) {
    this.settings = settings;
    this.file = new ConfigFile(settings.config());
    this.pidFile = new ConfigFile(settings.pidFile());
    this.appliedFile = new ConfigFile(settings.appliedFile());
    this.check = new ConfigCheck(settings.haproxy());
    this.processes =
        new HaproxyProcess(
            settings.haproxy(),
            settings.config(),
            settings.pidFile(),
            settings.socket(),
            START_LIMIT);
    this.api = new RuntimeApi(settings.socket(), ANSWER_LIMIT);
    this.runtime = new RuntimeChanges(api);
  }

  /** Takes over a HAProxy that an earlier sidecar left running. */
  boolean adopt() {
    current = processes.adopt();
    current.ifPresent(
        process -> {
          var text = file.read();
          var record = appliedFile.read().flatMap(AppliedRecord::parse);
          boolean certain =
              text.isPresent()
                  && record.isPresent()
                  && record.get().equals(AppliedRecord.of(process.pid(), text.get()));
          applied = certain ? text : Optional.empty();
          old = new ArrayList<>(processes.others(process.pid()));
          LOG.infof(
              "took over the running HAProxy, process %d%s",
              process.pid(), certain ? "" : "; what it runs with is not certain");
        });
    return current.isPresent();
  }

  /** The text that HAProxy runs with, if that is known. */
  Optional<String> applied() {
    return applied;
  }

  /** The process that serves, 0 if none. */
  long pid() {
    return current.filter(ProcessHandle::isAlive).map(ProcessHandle::pid).orElse(0L);
  }

  /** Whether the process that should serve is there and answers. */
  boolean answers() {
    return pid() != 0 && api.pid().orElse(-1) == pid();
  }

  /** Whether there was a process and it is gone. */
  boolean died() {
    return current.isPresent() && !current.get().isAlive();
  }

  /** Old processes that still finish connections. */
  int oldProcesses() {
    old.removeIf(p -> !p.isAlive());
    return old.size();
  }

  /** What it takes to get to that text. */
  Plan plan(String text) {
    if (pid() == 0) {
      return new Plan.Reload(applied.isEmpty() ? "start" : "HAProxy is gone");
    }
    return Planner.plan(applied, text, true);
  }

  /**
   * Changes the servers of the running process; the file follows, since traffic should not wait for
   * a check that the plan has made needless. The record goes first: should we be killed in between,
   * the next sidecar knows that it knows nothing.
   */
  void change(List<Plan.Change> changes, String text) throws ApplyException, RuntimeChanges.Doubt {
    appliedFile.remove();
    applied = Optional.empty();
    runtime.apply(changes);
    checked(text);
    file.commit();
    applied = Optional.of(text);
    record();
  }

  /** Replaces the process, or starts the first one. */
  void reload(String text) throws ApplyException {
    requireUsableSocket();
    checked(text);
    requireRunDirectory();
    if (pid() != 0 && applied.isPresent()) {
      var taken = NewListeners.taken(applied.get(), text);
      if (taken.isPresent()) {
        file.discard();
        throw new ApplyException(
            startHint("cannot bind to " + taken.get() + ", which is already in use"));
      }
    }
    file.commit();
    var replaced = new ArrayList<Long>();
    current.filter(ProcessHandle::isAlive).ifPresent(p -> replaced.add(p.pid()));
    try {
      var started = processes.start(replaced);
      current.filter(ProcessHandle::isAlive).ifPresent(old::add);
      current = Optional.of(started);
      applied = Optional.of(text);
      runtime = new RuntimeChanges(api);
      record();
    } catch (IOException e) {
      file.rollBack();
      throw cannotRun(e);
    } catch (HaproxyProcess.StartFailed e) {
      file.rollBack();
      throw new ApplyException(startHint(e.getMessage()), e);
    }
  }

  private void checked(String text) throws ApplyException {
    var candidate = file.writeCandidate(text);
    try {
      var wrong = check.check(candidate);
      if (wrong.isPresent()) {
        file.discard();
        throw new ApplyException(
            "HAProxy refuses the configuration: "
                + wrong.get().replace(candidate.toString(), settings.config().toString())
                + "; "
                + (settings.template().isPresent()
                    ? "mend the template " + settings.template().get() + " (--template)"
                    : "see `hearsay render`"));
      }
    } catch (IOException e) {
      file.discard();
      throw cannotRun(e);
    }
  }

  private ApplyException cannotRun(IOException e) {
    return cannotRun(settings, e);
  }

  static ApplyException cannotRun(BalancerSettings settings, IOException e) {
    return new ApplyException(
        "cannot run HAProxy, "
            + settings.haproxy()
            + " (--haproxy): "
            + (e.getMessage().contains("No such file")
                ? "there is no such program"
                : e.getMessage())
            + "; install HAProxy, or give the path of its binary",
        e);
  }

  private static String startHint(String said) {
    boolean taken = said.contains("already in use") || said.contains("cannot bind");
    return "HAProxy cannot start with the new configuration: "
        + said
        + (taken
            ? "; another program has that address: stop it, or choose another with"
                + " hearsay.balancer.frontend or hearsay.balancer.stats"
            : "");
  }

  private void requireUsableSocket() throws ApplyException {
    int length = settings.socket().toString().length();
    // sun_path has 108 bytes; HAProxy adds a suffix of its own while it binds.
    if (length > 90) {
      throw new ApplyException(
          "the path of the admin socket, "
              + settings.socket()
              + ", has "
              + length
              + " characters, at most 90 are possible; choose a shorter hearsay.balancer.run-dir");
    }
  }

  private void requireRunDirectory() throws ApplyException {
    try {
      Files.createDirectories(settings.runDir());
    } catch (IOException e) {
      throw new ApplyException(
          "cannot make the directory "
              + settings.runDir()
              + " (hearsay.balancer.run-dir): "
              + Reasons.of(e)
              + "; give the sidecar one that it may write to",
          e);
    }
  }

  private void record() throws ApplyException {
    pidFile.writeCandidate(pid() + "\n");
    pidFile.replace();
    appliedFile.writeCandidate(AppliedRecord.of(pid(), applied.orElseThrow()).text());
    appliedFile.replace();
  }

  /** What must be done now and then: servers that wait for their last connection. */
  void tend() throws RuntimeChanges.Doubt {
    if (runtime.leaving() > 0) {
      runtime.deleteLeaving();
    }
  }

  /** Lets HAProxy finish its connections, but not for ever. */
  void stop() {
    current
        .filter(ProcessHandle::isAlive)
        .ifPresent(
            process -> {
              try {
                // SIGUSR1: close the listeners, finish what is under way (management guide, section
                // 4).
                new ProcessBuilder("sh", "-c", "kill -USR1 " + process.pid()).start().waitFor();
                process.onExit().get(settings.stopLimit().toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroy();
              } catch (Exception e) {
                process.destroy();
              }
            });
    old.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroy);
  }
}
