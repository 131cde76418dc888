package io.hearsay.balancer.sim;

import io.hearsay.balancer.haproxy.Elsewhere;
import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.haproxy.Launcher;
import io.hearsay.balancer.sim.SimFaults.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A machine with its HAProxys, its disk and its faults. It outlives the sidecars that are killed on
 * it.
 */
public final class SimHost implements HaproxyHost, AutoCloseable {
  /** How long a new HAProxy may take to answer, in milliseconds. */
  static final long START_LIMIT = 10_000;

  private final VirtualTime time;
  private final Random random;
  private final SimFaults faults;
  private final SimWatch watch;
  private final SimDisk disk;
  private final SimPlaces places;
  private final SimLauncher launcher;
  private final List<SimProcess> processes = new ArrayList<>();
  private long nextPid = 100;
  private int elsewheres;
  private String busyWith = "";
  private Runnable afterCommand = () -> {};

  /** An empty machine. */
  public SimHost(VirtualTime time, Random random, SimWatch watch, SimPlaces.Names names) {
    this.time = time;
    this.random = random;
    this.faults = new SimFaults(random);
    this.watch = watch;
    this.disk = new SimDisk(time, watch);
    this.places = SimPlaces.on(disk, names);
    this.launcher = new SimLauncher(this, random);
  }

  VirtualTime time() {
    return time;
  }

  SimWatch watch() {
    return watch;
  }

  /** The faults of the machine. */
  public SimFaults faults() {
    return faults;
  }

  /** Its disk. */
  public SimDisk disk() {
    return disk;
  }

  /** The paths on the machine. */
  public SimPlaces places() {
    return places;
  }

  @Override
  public Launcher launcher() {
    return launcher;
  }

  @Override
  public HaproxyApi api(Path socket) {
    return new SimApi(this, socket, random);
  }

  /** Runs something that must not run twice at a time. */
  <T> T alone(String what, Work<T> work) throws IOException {
    if (!busyWith.isEmpty()) {
      watch.violated("two applies at once: " + what + " during " + busyWith);
    }
    busyWith = what;
    try {
      return work.run();
    } finally {
      busyWith = "";
    }
  }

  /** Work that may fail. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** The sidecar may be killed here. */
  void beforeCall() {
    watch.beforeChange();
  }

  @Override
  public Optional<String> check(Path file) throws IOException {
    return alone(
        "a check",
        () -> {
          beforeCall();
          time.pass(5 + random.nextInt(30));
          if (faults.has(Kind.NO_PROGRAM)) {
            throw new IOException("No such file or directory");
          }
          var text = disk.read(file).orElse("");
          boolean right =
              !SimConfig.parse(text).has(SimConfig.WRONG) && !faults.has(Kind.CHECK_FAILS);
          watch.checked(text, right);
          return right ? Optional.empty() : Optional.of("it is wrong");
        });
  }

  @Override
  public Optional<String> obstacle(String running, String wanted) {
    return faults.has(Kind.PORT_TAKEN) && !running.equals(wanted)
        ? Optional.of("cannot bind to :80, which is already in use")
        : Optional.empty();
  }

  @Override
  public Elsewhere elsewhere() throws IOException {
    return new Elsewhere(disk.path("/tmp/hearsay-" + ++elsewheres + "/haproxy.sock"));
  }

  /** Starts a process, which lives on independently. */
  SimProcess spawn(String text, Path socket) {
    var process = new SimProcess(nextPid++, SimConfig.parse(text), socket);
    processes.add(process);
    return process;
  }

  /** Lets a process finish its connections and end. */
  void finish(SimProcess process) {
    process.finish();
    time.in(random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(200), process::end);
  }

  /** Runs something after each command of a change at run time. */
  public void onCommand(Runnable what) {
    afterCommand = what;
  }

  void obeyed() {
    afterCommand.run();
  }

  /** Gives some servers of a process a connection now and then. */
  void hadConnections(SimProcess process, Random chance) {
    if (chance.nextInt(4) == 0) {
      for (var servers : process.backends().values()) {
        for (var server : servers.values()) {
          if (chance.nextInt(3) == 0) {
            server.busyUntil(time.now() + chance.nextInt(10_000));
          }
        }
      }
    }
  }

  /** The process that answers on that socket: the oldest if several listen. */
  Optional<SimProcess> listener(Path socket) {
    return alive().stream().filter(p -> p.serves() && p.socket().equals(socket)).findFirst();
  }

  /** All running processes, in the order of their start. */
  public List<SimProcess> alive() {
    processes.removeIf(p -> !p.isAlive());
    return List.copyOf(processes);
  }

  /** The process with that id, if it runs. */
  public Optional<SimProcess> process(long pid) {
    return alive().stream().filter(p -> p.pid() == pid).findFirst();
  }

  /** Restarts HAProxy by hand with the file as it is. */
  public void takeOverByHand() {
    takeOverByHand(this::finish);
  }

  /** The same while the old processes finish their connections for that many milliseconds. */
  public void takeOverByHand(long finishing) {
    takeOverByHand(
        p -> {
          p.finish();
          time.in(finishing, p::end);
        });
  }

  private void takeOverByHand(Consumer<SimProcess> end) {
    var text = disk.read(places.config());
    if (text.isPresent() && !alive().isEmpty()) {
      var before = alive();
      spawn(text.get(), places.socket());
      before.stream().filter(SimProcess::serves).forEach(end);
    }
  }

  @Override
  public void close() {
    disk.close();
  }
}
