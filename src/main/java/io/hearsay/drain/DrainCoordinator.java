package io.hearsay.drain;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.text.VisibleText;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Asks each balancer by name whether it has taken this member out of rotation, and how many
 * requests it still has under way to it; see {@link DrainResponder} for their side. Questions are
 * repeated, since connections break and balancers come and go.
 */
public final class DrainCoordinator {
  /** The subject of the questions to balancers. */
  public static final String SUBJECT = "drain";

  private static final byte[] QUESTION = new byte[0];

  /**
   * Interval in ms between questions; a balancer holds its answer back until it is yes, so
   * repeating only makes up for loss.
   */
  private static final long AGAIN = 250;

  private static final long AGAIN_UNDER_WAY = 100;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Cluster cluster;

  /** Creates a coordinator for the local member of {@code cluster}. */
  public DrainCoordinator(Vertx vertx, Cluster cluster) {
    this.vertx = vertx;
    this.cluster = cluster;
  }

  /**
   * The balancers' answers.
   *
   * @param waiting names of balancers that have not confirmed
   * @param underWay number of requests that the others have under way
   */
  public record Report(TreeSet<String> waiting, int underWay) {
    boolean complete() {
      return waiting.isEmpty() && underWay == 0;
    }

    /** The balancers that have not confirmed, for display. */
    public String shown() {
      return waiting.stream().map(VisibleText::text).collect(Collectors.joining(", "));
    }
  }

  /**
   * Waits until all balancers that are present have confirmed, and then until none has a request
   * under way.
   *
   * @param drain limit for the confirmations
   * @param connections limit for the requests, from the end of the first wait
   * @return completes with the final state, at the limits at the latest; never fails
   */
  public CompletionStage<Report> confirmed(Duration drain, Duration connections) {
    var context = vertx.getOrCreateContext();
    var attempt = new Attempt(context, drain, connections);
    context.runOnContext(v -> attempt.go());
    return attempt.result;
  }

  /** One wait; confined to one Vert.x context. */
  private final class Attempt {
    final CompletableFuture<Report> result = new CompletableFuture<>();
    final Context context;
    final Map<String, Integer> underWay = new HashMap<>();
    final Set<String> asking = new HashSet<>();
    final long drainDeadline;
    final Duration connections;
    Optional<Long> connectionsDeadline = Optional.empty();

    Attempt(Context context, Duration drain, Duration connections) {
      this.context = context;
      this.drainDeadline = System.nanoTime() + drain.toNanos();
      this.connections = connections;
    }

    void go() {
      look();
      if (!result.isDone()) {
        // Balancers that have confirmed are asked again only once their requests count.
        var worthAsking = connectionsDeadline.isPresent() ? balancers() : report().waiting();
        worthAsking.forEach(this::ask);
        vertx.setTimer(
            connectionsDeadline.isPresent() ? AGAIN_UNDER_WAY : AGAIN,
            t -> context.runOnContext(v -> go()));
      }
    }

    private void ask(String balancer) {
      if (asking.add(balancer)) {
        long began = System.nanoTime();
        cluster
            .ask(balancer, SUBJECT, QUESTION, ANSWER_LIMIT)
            .whenComplete(
                (bytes, failure) ->
                    context.runOnContext(
                        v -> {
                          asking.remove(balancer);
                          answered(balancer, failure == null ? bytes : QUESTION, began);
                        }));
      }
    }

    private void answered(String balancer, byte[] bytes, long began) {
      var answer = DrainAnswer.decode(bytes);
      if (answer.isPresent() && answer.get().out()) {
        underWay.put(balancer, answer.get().underWay());
        look();
      } else if (!result.isDone()
          && answer.isPresent()
          && System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(AGAIN)) {
        // It has held the answer back as long as it may; ask again without a gap.
        ask(balancer);
      }
    }

    private void look() {
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
      long sum = 0;
      for (var name : balancers()) {
        var count = underWay.get(name);
        if (count == null) {
          waiting.add(name);
        } else {
          sum += count;
        }
      }
      return new Report(waiting, (int) Math.min(sum, Integer.MAX_VALUE));
    }
  }

  /** The balancers that are present and not leaving. */
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
