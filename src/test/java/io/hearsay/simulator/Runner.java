package io.hearsay.simulator;

import io.hearsay.balancer.PipelineSimulation;
import io.hearsay.membership.swim.MembershipHalf;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Runs seed after seed through the halves, from a randomly drawn one, until the time is over or a
 * rule is broken; prints what is needed to reproduce it.
 *
 * <p>Environment: {@code SEED} the first seed (default: drawn), {@code SEEDS} how many (default: as
 * many as the time allows; 1 if SEED is given), {@code MINUTES} for how long (default 1), {@code
 * HALF} only this one. Exit code 1 if a rule was broken.
 */
public final class Runner {
  /** All halves. */
  static final List<Half> HALVES = List.of(new MembershipHalf(), new PipelineSimulation());

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long A_DAY = 24 * 60;

  /** A seed that breaks a rule. */
  record Finding(Half half, long seed, String what) {}

  /**
   * The outcome of a run.
   *
   * @param seeds how many seeds each half ran
   * @param worked the processor time that each half took
   * @param took how long the whole run took
   */
  record Result(
      List<Long> seeds, List<Duration> worked, Duration took, Optional<Finding> finding) {}

  private final List<Half> halves;
  private final long first;
  private final long most;
  private final Duration limit;
  private final List<AtomicLong> counts;
  private final List<AtomicLong> worked;

  /**
   * Prepares a run.
   *
   * @param first the first seed; the others follow it one by one
   * @param most how many seeds at most
   * @param limit after which no further seed is begun
   */
  Runner(List<Half> halves, long first, long most, Duration limit) {
    this.halves = halves;
    this.first = first;
    this.most = most;
    this.limit = limit;
    this.counts = halves.stream().map(h -> new AtomicLong()).toList();
    this.worked = halves.stream().map(h -> new AtomicLong()).toList();
  }

  /** Runs the simulator; see the class. */
  public static void main(String[] args) throws Exception {
    var seed = number("SEED");
    var minutes = number("MINUTES");
    var seeds = number("SEEDS");
    long first = seed.orElseGet(Runner::drawn);
    boolean one = seed.isPresent() && minutes.isEmpty();
    long most = seeds.orElse(one ? 1 : Long.MAX_VALUE);
    long limit = minutes.orElse(seeds.isPresent() || one ? A_DAY : 1);
    var only = Optional.ofNullable(System.getenv("HALF")).filter(h -> !h.isEmpty());
    var halves = HALVES.stream().filter(h -> only.map(h.name()::equals).orElse(true)).toList();
    System.out.println("first seed " + first);
    var result = new Runner(halves, first, most, Duration.ofMinutes(limit)).run();
    print(halves, result);
    if (result.finding().isPresent()) {
      confirm(result.finding().get());
      System.exit(1);
    }
  }

  private static Optional<Long> number(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(n -> !n.isEmpty()).map(Long::valueOf);
  }

  /** A random first seed, short enough to type. */
  static long drawn() {
    return RandomGenerator.getDefault().nextLong(1_000_000_000);
  }

  private static void print(List<Half> halves, Result result) {
    System.out.println("| half | seeds | seconds of processor | ms a seed |");
    System.out.println("|---|---:|---:|---:|");
    for (int i = 0; i < halves.size(); i++) {
      long ran = result.seeds().get(i);
      double seconds = result.worked().get(i).toMillis() / 1e3;
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.1f | %.1f |%n",
          halves.get(i).name(),
          ran,
          seconds,
          1000 * seconds / Math.max(1, ran));
    }
    System.out.printf(
        Locale.ROOT,
        "%.1f s, %s%n",
        result.took().toMillis() / 1e3,
        result.finding().isPresent() ? "a rule was broken" : "no rule was broken");
  }

  private static void confirm(Finding finding) {
    System.out.println("VIOLATION in " + finding.half().name() + ", seed " + finding.seed());
    System.out.println(finding.what());
    var again = finding.half().violation(finding.seed());
    System.out.println(
        again.equals(Optional.of(finding.what()))
            ? "The same again: make bench WHAT=simulator SEED=" + finding.seed()
            : "NOT THE SAME when run again: " + again.orElse("nothing"));
  }

  /** Runs the seeds on all processors. */
  Result run() throws InterruptedException, ExecutionException {
    long begun = System.nanoTime();
    long end = begun + limit.toNanos();
    var next = new AtomicLong();
    var over = new AtomicBoolean();
    int threads = Runtime.getRuntime().availableProcessors();
    Optional<Finding> finding = Optional.empty();
    try (var workers = Executors.newFixedThreadPool(threads)) {
      Callable<Optional<Finding>> work =
          () -> {
            while (!over.get() && System.nanoTime() < end) {
              long number = next.getAndIncrement();
              if (number >= most) {
                break;
              }
              var found = episode(first + number);
              if (found.isPresent()) {
                over.set(true);
                return found;
              }
            }
            return Optional.empty();
          };
      var all = new ArrayList<Callable<Optional<Finding>>>();
      for (int i = 0; i < threads; i++) {
        all.add(work);
      }
      for (var outcome : workers.invokeAll(all)) {
        finding = finding.isPresent() ? finding : outcome.get();
      }
    }
    return new Result(
        counts.stream().map(AtomicLong::get).toList(),
        worked.stream().map(w -> Duration.ofNanos(w.get())).toList(),
        Duration.ofNanos(System.nanoTime() - begun),
        finding);
  }

  private Optional<Finding> episode(long seed) {
    for (int i = 0; i < halves.size(); i++) {
      var half = halves.get(i);
      long begun = THREADS.getCurrentThreadCpuTime();
      var violation = half.violation(seed);
      counts.get(i).incrementAndGet();
      worked.get(i).addAndGet(THREADS.getCurrentThreadCpuTime() - begun);
      if (violation.isPresent()) {
        return Optional.of(new Finding(half, seed, violation.get()));
      }
    }
    return Optional.empty();
  }
}
