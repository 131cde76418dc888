package io.hearsay.drain;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.text.VisibleText;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Asks the balancers whether they have taken this member out of rotation, and how many requests
 * they still have under way to it; see {@link DrainResponder} for their side. Asked again and
 * again, as datagrams get lost and balancers come and go.
 */
public final class DrainCoordinator {
  /** The name of the query that asks the balancers what they still give the local member. */
  public static final String QUESTION = Cluster.RESERVED + ".withdrawn";

  /** The answers: {@code out N}, N requests being under way, or {@code in}. */
  static final String IN = "in";

  static final String OUT = "out ";

  private static final Pattern OUT_FORM = Pattern.compile("out ([0-9]{1,9})");

  /** A balancer holds its answer until it is yes, so asking again makes up only for loss. */
  private static final long AGAIN = 250;

  private static final long AGAIN_UNDER_WAY = 100;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Cluster cluster;

  /** A coordinator for the local member of {@code cluster}. */
  public DrainCoordinator(Vertx vertx, Cluster cluster) {
    this.vertx = vertx;
    this.cluster = cluster;
  }

  /**
   * What the balancers said.
   *
   * @param waiting balancers that have not confirmed, sorted
   * @param underWay requests that the others have under way
   */
  public record Report(TreeSet<String> waiting, int underWay) {
    boolean complete() {
      return waiting.isEmpty() && underWay == 0;
    }

    /** Those that are waited for, for a reader. */
    public String shown() {
      return waiting.stream().map(VisibleText::text).collect(Collectors.joining(", "));
    }
  }

  /**
   * Waits until all balancers that are present have confirmed, and then until none has a request
   * under way.
   *
   * @param drain limit for the first
   * @param connections limit for the second, counted from the end of the first
   * @return completes with how it was in the end, at the limits at the latest; never fails
   */
  public CompletionStage<Report> confirmed(Duration drain, Duration connections) {
    var attempt = new Attempt(drain, connections);
    vertx.getOrCreateContext().runOnContext(v -> attempt.go());
    return attempt.result;
  }

  /** One wait; on one Vert.x context but for the answers. */
  private final class Attempt {
    final CompletableFuture<Report> result = new CompletableFuture<>();
    final Map<String, Integer> underWay = new ConcurrentHashMap<>();
    final long drainDeadline;
    final Duration connections;
    Optional<Long> connectionsDeadline = Optional.empty();

    Attempt(Duration drain, Duration connections) {
      this.drainDeadline = System.nanoTime() + drain.toNanos();
      this.connections = connections;
    }

    void go() {
      look();
      if (!result.isDone()) {
        cluster.query(QUESTION, "", ANSWER_LIMIT, this::answered);
        vertx.setTimer(connectionsDeadline.isPresent() ? AGAIN_UNDER_WAY : AGAIN, t -> go());
      }
    }

    void answered(String balancer, String answer) {
      var out = OUT_FORM.matcher(answer);
      if (out.matches()) {
        underWay.put(balancer, Integer.parseInt(out.group(1)));
        look();
      }
    }

    synchronized void look() {
      var report = report();
      long now = System.nanoTime();
      if (report.waiting().isEmpty() && connectionsDeadline.isEmpty()) {
        connectionsDeadline = Optional.of(now + connections.toNanos());
      }
      long deadline = connectionsDeadline.orElse(drainDeadline);
      if (report.complete() || now - deadline >= 0) {
        result.complete(report);
      }
    }

    private Report report() {
      var waiting = new TreeSet<String>();
      int sum = 0;
      for (var name : balancers()) {
        var count = underWay.get(name);
        if (count == null) {
          waiting.add(name);
        } else {
          sum += count;
        }
      }
      return new Report(waiting, sum);
    }
  }

  /** Those that are present and mean to stay. */
  private TreeSet<String> balancers() {
    var view = cluster.view();
    var names = new TreeSet<String>();
    for (Member member : view.present()) {
      if (member.tags().role().equals("balancer")
          && !member.name().equals(view.self())
          && member.status() != MemberStatus.LEAVING) {
        names.add(member.name());
      }
    }
    return names;
  }
}
