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
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Brings HAProxy from the configuration it runs with to another one, and knows which one that is.
 * The file is always in step: it holds what HAProxy runs with, or, for the moment of a change, what
 * it is about to run with; {@link AppliedRecord} tells a later sidecar which. For one thread;
 * blocks.
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

  /** Of the process that serves. */
  private HaproxyApi api;

  /** Where its socket is if it is not in the run directory. */
  private Optional<Elsewhere> elsewhere = Optional.empty();

  private final Planner planner = new Planner();
  private DynamicUpdater runtime;
  private Optional<HaproxyProcess> current = Optional.empty();

  /** What HAProxy runs with; empty: not certain. */
  private Optional<String> running = Optional.empty();

  /** Whether the file holds what HAProxy runs with. */
  private boolean inStep;

  /** What the file held last that a HAProxy has served with; empty: not known. */
  private Optional<String> proven = Optional.empty();

  /** Whether the record says so. */
  private boolean recorded;

  private List<RunningProcess> old = new ArrayList<>();

  /**
   * Nothing runs yet.
   *
   * @param host where HAProxy runs
   * @param steps hears of each step after it was done
   * @param onEnd called from any thread when a process has ended that served; must not block
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

  /** Takes over a HAProxy that an earlier sidecar, or somebody else, left running. */
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
      // Not ask(): an answer that was cut off must not look like one with fewer servers.
      return ServerState.parse(api.askAll(List.of("show servers state")).getFirst());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The text that HAProxy runs with, if that is known. */
  public Optional<String> running() {
    return running;
  }

  /** Whether the file holds it. */
  boolean inStep() {
    return inStep;
  }

  /** The API of the process that serves. */
  public HaproxyApi api() {
    return api;
  }

  /** The process that serves, 0 if none. */
  public long pid() {
    return current.filter(HaproxyProcess::isAlive).map(HaproxyProcess::pid).orElse(0L);
  }

  /** The process that serves or served last, 0 if there was none. */
  public long lastPid() {
    return current.map(HaproxyProcess::pid).orElse(0L);
  }

  /** The version of the process that serves or served last. */
  public Version version() {
    return current.map(HaproxyProcess::version).orElse(Version.UNKNOWN);
  }

  /** Whether the process that should serve is there and answers. */
  public boolean answers() {
    return pid() != 0 && api.pid().orElse(-1) == pid();
  }

  /** Whether there was a process and it is gone. */
  public boolean died() {
    return current.isPresent() && !current.get().isAlive();
  }

  /** Whether somebody else has put another HAProxy in the place of ours. */
  public boolean replaced() {
    return current.isPresent()
        && api.pid().stream().anyMatch(p -> p != current.get().pid())
        && launcher.adopt().filter(s -> s.pid() != current.get().pid()).isPresent();
  }

  /** Old processes that still finish connections. */
  public int oldProcesses() {
    old.removeIf(p -> !p.isAlive());
    return old.size();
  }

  /** Removed servers that still have connections. */
  public int leaving() {
    return runtime.leaving();
  }

  /** What it takes to get to that text. */
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
   * Changes the servers of the running process. Traffic does not wait for the file: {@link
   * #persist} follows.
   */
  public void change(List<Plan.Change> changes, String text) throws DynamicUpdater.Doubt {
    removeRecord();
    running = Optional.empty();
    inStep = false;
    runtime.apply(changes);
    running = Optional.of(text);
    steps.accept(ApplyStep.CHANGED_AT_RUN_TIME);
  }

  /**
   * What the running process can take of the way to that text without a reload; nothing if that
   * cannot be told.
   *
   * @param member whether a name is one that is to be served
   */
  public Optional<RuntimePart> part(String text, Predicate<String> member) {
    return pid() == 0 || running.isEmpty()
        ? Optional.empty()
        : RuntimePart.of(running.get(), text, member, version());
  }

  /**
   * Makes that part of a change; {@link #persist} follows.
   *
   * @return what was changed; nothing at all if it was not possible after all
   */
  public Optional<List<Plan.Change>> change(RuntimePart part) throws DynamicUpdater.Doubt {
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
   * Brings one server of the running process back to what the configuration says of it.
   *
   * @throws DynamicUpdater.Doubt if HAProxy does not answer as expected; what it runs with is not
   *     certain then
   */
  public void correct(Deviation deviation) throws DynamicUpdater.Doubt {
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

  /** Whether HAProxy is started and reloaded from here; if not, only the file is written. */
  public boolean drives() {
    return launcher.drives();
  }

  /** What is in the file, whoever runs with it. */
  public Optional<String> inFile() {
    return file.read();
  }

  /**
   * Writes a text that HAProxy finds right for whoever drives it.
   *
   * @return whether the file was another one
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
   * Brings the file and the record in step with what HAProxy runs with, as far as they are not: to
   * be called after each change, and again for as long as it fails.
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

  /** Replaces the process, or starts the first one; {@link #persist} follows. */
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
   * Starts HAProxy again with the last text that one has served with. {@link #persist} follows.
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
        // What came after it did not start.
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
   * A run directory that cannot be written has no room for HAProxy's admin socket, and a file that
   * somebody has put in the place of ours is not what it is to run with; neither may keep a HAProxy
   * down that could serve.
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

  /** Whether the admin socket is not where it should be, and could be. */
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

  /** The process that died is not missed any more: what comes next is a start. */
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

  /** The file follows what runs. With nothing running there is nothing better than the new one. */
  private void backToBefore(Optional<HaproxyProcess> before) throws ApplyException {
    if (before.isPresent()) {
      file.rollBack();
      // It may have lagged behind before, when the disk was full.
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

  /** A new process must not take servers for healthy that the old one knows to be dead. */
  private void saveState(String text) throws ApplyException {
    var state =
        pid() == 0
            ? Optional.<ServerState>empty()
            : ConfigText.parse(text)
                .flatMap(t -> serverState().map(s -> RunningServers.carriedOver(t, s)));
    stateFile.write(state.orElse(ServerState.NONE).text());
    steps.accept(ApplyStep.STATE_SAVED);
  }

  /** It is true for the moment of the reload only. */
  private void forgetState() {
    try {
      stateFile.write(ServerState.NONE.text());
    } catch (ApplyException e) {
      LOG.debug("the state stays", e);
    }
  }

  /**
   * Should we be killed from here on, the next sidecar knows that it knows nothing. If the record
   * cannot be removed, it will still see that HAProxy's servers are others than the file's.
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

  /** What is done now and then: servers that wait for their last connection, the next plan. */
  public void tend() throws DynamicUpdater.Doubt {
    running.ifPresent(planner::know);
    if (runtime.leaving() > 0 && pid() != 0) {
      runtime.deleteLeaving();
    }
  }

  /** Readies this process for the first change; HAProxy stays as it is. */
  public void rehearse() {
    WarmUp.run(host, api, version());
  }

  /** Lets HAProxy finish its connections, but not for ever. */
  public void stop() {
    current.filter(HaproxyProcess::isAlive).ifPresent(s -> launcher.stop(s, settings.stopLimit()));
  }
}
