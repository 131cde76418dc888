package io.hearsay.balancer.apply;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.Hints;
import io.hearsay.balancer.haproxy.Elsewhere;
import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.haproxy.HaproxyProcess;
import io.hearsay.balancer.haproxy.Launcher;
import io.hearsay.balancer.haproxy.RunningProcess;
import io.hearsay.balancer.haproxy.ServerState;
import io.hearsay.balancer.haproxy.StartFailed;
import io.hearsay.balancer.haproxy.Version;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.balancer.plan.Deviation;
import io.hearsay.balancer.plan.DynamicServers;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.Planner;
import io.hearsay.balancer.plan.ReloadReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Brings HAProxy from the configuration it runs with to another one, and keeps track of it. The
 * file is kept in step: it contains what HAProxy runs with or, during a change, what it is about to
 * run with; {@link AppliedRecord} tells a later sidecar which. For one thread; blocks.
 */
public final class ConfigApplier {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final String RUN_DIR = "hearsay.balancer.run-dir";

  private final BalancerSettings settings;
  private final Consumer<ApplyStep> steps;
  private final Runnable onEnd;
  private final ProxyConfigFile file;
  private final ConfigFile appliedFile;
  private final ConfigFile stateFile;
  private final HaproxyHost host;
  private final Conditions conditions;
  private final Launcher launcher;
  private final HaproxyApi usual;

  /** The API of the current process. */
  private HaproxyApi api;

  /** The place of its socket if that is not in the run directory. */
  private Optional<Elsewhere> elsewhere = Optional.empty();

  private final Planner planner = new Planner();
  private DynamicUpdater runtime;
  private Optional<HaproxyProcess> current = Optional.empty();

  /** What HAProxy runs with; empty if that is uncertain. */
  private Optional<String> running = Optional.empty();

  /** Whether the file contains what HAProxy runs with. */
  private boolean inStep;

  /** The last text of the file that a HAProxy has served with; empty if unknown. */
  private Optional<String> proven = Optional.empty();

  /** Whether the record says what HAProxy runs with. */
  private boolean recorded;

  private List<RunningProcess> old = new ArrayList<>();

  /**
   * Creates an applier without a process.
   *
   * @param host where HAProxy runs
   * @param steps is notified after each step
   * @param onEnd called from any thread when a process that served has ended; must not block
   */
  public ConfigApplier(
      BalancerSettings settings, HaproxyHost host, Consumer<ApplyStep> steps, Runnable onEnd) {
    this.settings = settings;
    this.host = host;
    this.steps = steps;
    this.onEnd = onEnd;
    this.file = new ProxyConfigFile(settings.config(), settings.get(BalancerOption.ADOPT_CONFIG));
    this.appliedFile = new ConfigFile(settings.appliedFile(), RUN_DIR);
    this.stateFile = new ConfigFile(settings.stateFile(), RUN_DIR);
    this.conditions = new Conditions(settings, host);
    this.launcher = host.launcher();
    this.usual = host.api(settings.socket());
    this.api = usual;
    this.runtime = new DynamicUpdater(api);
  }

  /**
   * Adopts a HAProxy that an earlier sidecar, or somebody else, left running; false if there is
   * none.
   */
  public boolean adopt() {
    current = launcher.adopt();
    runtime = new DynamicUpdater(api);
    running = Optional.empty();
    inStep = false;
    recorded = false;
    recorded().ifPresent(file::trust);
    current.ifPresent(
        process -> {
          watch(process);
          var text = file.read();
          var leftovers = text.filter(t -> isRecorded(process.pid(), t)).flatMap(this::leftovers);
          if (leftovers.isPresent()) {
            running = text;
            proven = text;
            inStep = true;
            recorded = true;
            runtime.leave(leftovers.get());
          }
          old = new ArrayList<>(launcher.others(process));
          LOG.infof(
              "took over the running HAProxy %s, process %s%s",
              process.version(), process.pid(), inStep ? "" : "; what it runs with is not certain");
        });
    return current.isPresent();
  }

  private void watch(HaproxyProcess serving) {
    serving.process().ifPresent(p -> p.onExit(onEnd));
  }

  private boolean isRecorded(long pid, String text) {
    return appliedFile
        .read()
        .flatMap(AppliedRecord::parse)
        .filter(AppliedRecord.of(pid, text)::equals)
        .isPresent();
  }

  private Optional<List<String>> leftovers(String text) {
    return ConfigText.parse(text)
        .flatMap(t -> serverState().flatMap(s -> RunningServers.leftovers(t, s)));
  }

  private Optional<ServerState> serverState() {
    try {
      // Not ask(): a truncated answer must not look like one with fewer servers.
      return ServerState.parse(api.askAll(List.of("show servers state")).getFirst());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The text that HAProxy runs with, if known. */
  public Optional<String> running() {
    return running;
  }

  /** Whether the file contains that text. */
  boolean inStep() {
    return inStep;
  }

  /** The API of the current process. */
  public HaproxyApi api() {
    return api;
  }

  /** The pid of the current process, 0 if there is none. */
  public long pid() {
    return current.filter(HaproxyProcess::isAlive).map(HaproxyProcess::pid).orElse(0L);
  }

  /** The pid of the current or last process, 0 if there was none. */
  public long lastPid() {
    return current.map(HaproxyProcess::pid).orElse(0L);
  }

  /** The version of the current or last process. */
  public Version version() {
    return current.map(HaproxyProcess::version).orElse(Version.UNKNOWN);
  }

  /** The pid of whoever answers on the socket; empty if nobody does, or there is no process. */
  public OptionalLong answering() {
    return current.isPresent() ? api.pid() : OptionalLong.empty();
  }

  /** Whether that is the current process. */
  public boolean isCurrent(OptionalLong answering) {
    return answering.isPresent() && answering.getAsLong() == lastPid();
  }

  /** Whether there was a process and it has ended. */
  public boolean died() {
    return current.isPresent() && !current.get().isAlive();
  }

  /**
   * Whether somebody else has replaced our HAProxy by another one.
   *
   * @param answering as {@link #answering()} has just said
   */
  public boolean isReplaced(OptionalLong answering) {
    return current.isPresent()
        && answering.isPresent()
        && !isCurrent(answering)
        && launcher.adopt().filter(s -> s.pid() != current.get().pid()).isPresent();
  }

  /** Number of old processes that are finishing their connections. */
  public int oldProcesses() {
    old.removeIf(p -> !p.isAlive());
    return old.size();
  }

  /** Number of removed servers that still have connections. */
  public int leaving() {
    return runtime.leaving();
  }

  /** Plans how to get to this text. */
  public Plan plan(String text) {
    if (pid() == 0) {
      return new Plan.Reload(ReloadReason.START, "start");
    }
    var plan = planner.plan(running, text, version());
    return plan instanceof Plan.Runtime && runtime.crowded()
        ? new Plan.Reload(
            ReloadReason.LEFTOVERS, runtime.leaving() + " removed servers have connections")
        : plan;
  }

  /**
   * Changes the servers of the running process. As traffic must not wait for the file, {@link
   * #persist} follows.
   */
  public void change(List<Plan.Change> changes, String text) throws UncertainStateException {
    removeRecord();
    running = Optional.empty();
    inStep = false;
    runtime.apply(changes);
    running = Optional.of(text);
    steps.accept(ApplyStep.CHANGED_AT_RUN_TIME);
  }

  /**
   * The part of the change to this text that the running process can make without a reload; empty
   * if that is unknown.
   *
   * @param member whether the member of a name is to be served
   */
  public Optional<RuntimePart> part(String text, Predicate<String> member) {
    return pid() == 0 || running.isEmpty()
        ? Optional.empty()
        : RuntimePart.of(running.get(), text, member, version());
  }

  /**
   * Makes this part of a change; {@link #persist} follows.
   *
   * @return what was changed; empty if it was not possible after all
   */
  public Optional<List<Plan.Change>> change(RuntimePart part) throws UncertainStateException {
    return switch (planner.plan(running, part.text(), version())) {
      case Plan.Nothing nothing -> Optional.of(List.of());
      case Plan.Reload reload -> Optional.empty();
      case Plan.Runtime plan -> {
        if (!plan.changes().isEmpty()) {
          change(plan.changes(), part.text());
        }
        yield Optional.of(plan.changes());
      }
    };
  }

  /**
   * Corrects one server of the running process to match the configuration.
   *
   * @throws UncertainStateException if HAProxy does not answer as expected; what it runs with is
   *     uncertain then
   */
  public void correct(Deviation deviation) throws UncertainStateException {
    var text = running.flatMap(ConfigText::parse);
    if (text.isEmpty()) {
      return;
    }
    var before = running;
    running = Optional.empty();
    var line = text.get().server(deviation.backend(), deviation.server());
    if (line.isPresent() && deviation.kind() == Deviation.Kind.CHANGED) {
      runtime.restore(deviation.backend(), line.get());
    } else if (line.isPresent()) {
      var words = text.get().backends().get(deviation.backend()).words();
      boolean cookie = new DynamicServers(version(), text.get().defaults(), words).makesCookies();
      runtime.apply(List.of(new Plan.Change.Add(deviation.backend(), line.get(), cookie)));
    } else {
      runtime.remove(deviation.backend(), deviation.server());
    }
    running = before;
  }

  /** Whether Hearsay starts and reloads HAProxy; if not, it only writes the file. */
  public boolean drives() {
    return launcher.drives();
  }

  /** The content of the file. */
  public Optional<String> inFile() {
    return file.read();
  }

  /**
   * Checks and writes the text of a HAProxy that somebody else controls.
   *
   * @return whether the file has changed
   */
  public boolean write(String text) throws ApplyException {
    boolean same = file.read().filter(text::equals).isPresent();
    if (!same) {
      checked(text);
      commit();
    }
    running = Optional.of(text);
    return !same;
  }

  /**
   * Brings the file and the record in step with what HAProxy runs with, if they are not. Must be
   * called after each change, and again while it fails.
   */
  public void persist() throws ApplyException {
    if (running.isEmpty()) {
      return;
    }
    if (!inStep) {
      checked(running.get());
      commit();
      inStep = true;
      proven = running;
    }
    if (!recorded) {
      record();
    }
  }

  /** Replaces the process or starts the first one; {@link #persist} follows. */
  public void reload(String text) throws ApplyException {
    conditions.requireUsableSocket();
    checked(text);
    conditions.requireRunDirectory();
    try {
      if (pid() == 0) {
        conditions.requireNoStranger(text);
      } else {
        conditions.requireFreeListeners(running, text);
      }
    } catch (ApplyException e) {
      file.discard();
      throw e;
    }
    removeRecord();
    saveState(text);
    commit();
    inStep = false;
    start(text);
  }

  private void commit() throws ApplyException {
    file.claim();
    steps.accept(ApplyStep.CLAIMED);
    file.commit();
    steps.accept(ApplyStep.COMMITTED);
  }

  /**
   * Restarts HAProxy with the last text that served. {@link #persist} follows.
   *
   * @return whether there was such a text
   */
  public boolean restart() throws ApplyException {
    var text = proven.or(this::recorded);
    if (text.isEmpty() || !launcher.starts()) {
      return false;
    }
    conditions.requireUsableSocket();
    removeRecord();
    try {
      if (!text.equals(file.read())) {
        // Later texts did not start.
        file.write(text.get());
      }
      start(text.get());
    } catch (ApplyException e) {
      if (!startElsewhere(text.get())) {
        throw e;
      }
    }
    return true;
  }

  /**
   * Starts HAProxy with its socket elsewhere. Neither a run directory that is not writable, and so
   * has no room for the admin socket, nor a file that somebody put in place of ours must keep a
   * HAProxy down that could serve.
   */
  private boolean startElsewhere(String text) {
    if (!launcher.movesSocket() || hasPlace(text)) {
      return false;
    }
    try {
      var place = host.elsewhere();
      try {
        serves(launcher.start(text, place), text);
      } catch (StartFailed e) {
        place.remove();
        throw e;
      }
      elsewhere = Optional.of(place);
      api = host.api(place.socket());
      runtime = new DynamicUpdater(api);
      LOG.warnf(
          "%s or %s (%s) cannot be written; HAProxy's admin socket is %s until they can",
          file.path(), settings.runDir(), RUN_DIR, place.socket());
      return true;
    } catch (IOException | StartFailed e) {
      LOG.debug("no HAProxy with its socket elsewhere either", e);
      return false;
    }
  }

  /** Whether the admin socket is elsewhere although its usual place can be used again. */
  public boolean strays() {
    return elsewhere.isPresent() && hasPlace(running.orElse(""));
  }

  private boolean hasPlace(String text) {
    return file.takes(text) && Elsewhere.isWritable(settings.runDir());
  }

  private void serves(HaproxyProcess started, String text) {
    current = Optional.of(started);
    watch(started);
    running = Optional.of(text);
    proven = running;
    inStep = true;
  }

  private Optional<String> recorded() {
    var record = appliedFile.read().flatMap(AppliedRecord::parse);
    return file.read()
        .filter(t -> record.filter(r -> AppliedRecord.of(r.pid(), t).equals(r)).isPresent());
  }

  /** Forgets the process that died, so that a start comes next. */
  public void forget() {
    current = Optional.empty();
  }

  private void start(String text) throws ApplyException {
    var before = current.filter(HaproxyProcess::isAlive);
    try {
      var started = launcher.replace(before);
      steps.accept(ApplyStep.STARTED);
      before.flatMap(HaproxyProcess::process).ifPresent(old::add);
      serves(started, text);
      api = usual;
      elsewhere.ifPresent(Elsewhere::remove);
      elsewhere = Optional.empty();
      runtime = new DynamicUpdater(api);
    } catch (IOException e) {
      backToBefore(before);
      throw Hints.cannotRun(settings, e);
    } catch (StartFailed e) {
      backToBefore(before);
      var message = Hints.cannotStart(e.getMessage());
      throw e.isUnconfirmed()
          ? ApplyException.lasting(message + "; it is not tried again by itself", e)
          : ApplyException.of(Hints.kindOfStart(e.getMessage()), message, e);
    }
    forgetState();
  }

  /**
   * Restores the file to what runs. If nothing runs, the new text stays, as there is nothing
   * better.
   */
  private void backToBefore(Optional<HaproxyProcess> before) throws ApplyException {
    if (before.isPresent()) {
      file.rollBack();
      // The file may have been out of step already, when the disk was full.
      inStep = running.isPresent() && running.equals(file.read());
      try {
        persist();
      } catch (ApplyException e) {
        LOG.debug("the file follows later", e);
      }
    }
  }

  private void checked(String text) throws ApplyException {
    var candidate = file.writeCandidate(text);
    steps.accept(ApplyStep.CANDIDATE_WRITTEN);
    try {
      var wrong = host.check(candidate);
      if (wrong.isPresent()) {
        file.discard();
        throw Hints.refused(
            settings, wrong.get().replace(candidate.toString(), file.path().toString()));
      }
    } catch (IOException e) {
      file.discard();
      throw Hints.cannotRun(settings, e);
    }
    steps.accept(ApplyStep.CHECKED);
  }

  /**
   * Saves the state of servers, so that a new process does not consider servers healthy that the
   * old one knows to be down.
   */
  private void saveState(String text) throws ApplyException {
    var state =
        pid() == 0
            ? Optional.<ServerState>empty()
            : ConfigText.parse(text)
                .flatMap(t -> serverState().map(s -> RunningServers.carriedOver(t, s)));
    stateFile.write(state.orElse(ServerState.NONE).text());
    steps.accept(ApplyStep.STATE_SAVED);
  }

  /** Deletes the saved state, which is valid during the reload only. */
  private void forgetState() {
    try {
      stateFile.write(ServerState.NONE.text());
    } catch (ApplyException e) {
      LOG.debug("the state stays", e);
    }
  }

  /**
   * If we are killed from here on, the next sidecar finds no record and knows that the state is
   * uncertain. If the record cannot be removed, it will still see that HAProxy's servers differ
   * from the file's.
   */
  private void removeRecord() {
    recorded = false;
    try {
      appliedFile.remove();
    } catch (ApplyException e) {
      LOG.debug("the record stays", e);
    }
    steps.accept(ApplyStep.RECORD_REMOVED);
  }

  private void record() throws ApplyException {
    appliedFile.write(AppliedRecord.of(pid(), running.orElseThrow()).text());
    recorded = true;
    steps.accept(ApplyStep.RECORDED);
  }

  /** Periodic work: deletes servers without connections and prepares the next plan. */
  public void tend() throws UncertainStateException {
    running.ifPresent(planner::know);
    if (runtime.leaving() > 0 && pid() != 0) {
      runtime.deleteLeaving();
    }
  }

  /** Warms this process up for the first change, without changing HAProxy. */
  public void rehearse() {
    WarmUp.run(host, api, version());
  }

  /** Lets HAProxy finish its connections and end, up to a limit. */
  public void stop() {
    current.filter(HaproxyProcess::isAlive).ifPresent(s -> launcher.stop(s, settings.stopLimit()));
  }
}
