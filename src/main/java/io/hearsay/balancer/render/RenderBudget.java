package io.hearsay.balancer.render;

import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.TemplateNode;
import io.quarkus.qute.TemplateNode.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What one rendering may take of memory, depth and time. Qute keeps a result for each node that it
 * has been through until all is rendered, so what counts is how often bodies of sections are gone
 * through, times the nodes in each, whether they print anything or not: a loop within a loop within
 * a loop of ten thousand each would take the agent's whole heap without a single letter.
 *
 * <p>For one thread, and one rendering at a time.
 */
final class RenderBudget {
  /** What a configuration of some hundred services takes is a tenth of that. */
  private static final long BASE = 300_000;

  /** For each member, service and route: bodies for each of them are what templates are for. */
  private static final long PER_ITEM = 300;

  /** A turn of a loop costs as much as so many nodes. */
  private static final int TURN = 4;

  /** Bytes that a node may take, about; half of the heap at most is for the nodes. */
  private static final int BYTES = 32;

  /** Of sections within sections; includes count as well. */
  private static final int MAX_DEPTH = 64;

  /** Characters. HAProxy's configuration of 20000 servers has four million. */
  private static final int MAX_OUTPUT = 8 << 20;

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int LOOK_AT_CLOCK = 1 << 10;

  private final Deque<Object> within = new ArrayDeque<>();
  private long left;
  private long output;
  private long begun;
  private long charges;

  /** Begins a rendering of so many members, services and routes. */
  void begin(long items) {
    left =
        Math.min(
            BASE + PER_ITEM * items, Math.max(BASE, Runtime.getRuntime().maxMemory() / 2 / BYTES));
    output = 0;
    charges = 0;
    begun = System.nanoTime();
    within.clear();
  }

  /**
   * A section begins.
   *
   * @param section which, to be told from others of the same kind
   * @param recursive whether it must not be within itself: an include
   */
  void enter(Object section, boolean recursive, Origin origin) {
    if (recursive && within.contains(section)) {
      throw new TemplateRefusedException(origin, "it includes itself; take the include out");
    }
    if (within.size() >= MAX_DEPTH) {
      throw new TemplateRefusedException(
          origin,
          "sections lie more than " + MAX_DEPTH + " deep within each other; take some apart");
    }
    within.push(section);
  }

  /** The section that began last ends. */
  void leave() {
    within.pop();
  }

  /** A body of a section is gone through once. */
  void charge(SectionBlock block, Origin origin) {
    left -= TURN + cost(block);
    if (left < 0) {
      throw tooOften(origin);
    }
    if (++charges % LOOK_AT_CLOCK == 0 && System.nanoTime() - begun > LIMIT_NANOS) {
      throw new TemplateRefusedException(
          origin,
          "it takes longer than "
              + TimeUnit.NANOSECONDS.toSeconds(LIMIT_NANOS)
              + " s to render; loop less");
    }
  }

  /** A loop may go over a number. */
  void requireTurns(Object iterated, Origin origin) {
    if (iterated instanceof Number number && number.doubleValue() * TURN > left) {
      throw tooOften(origin);
    }
  }

  private static TemplateRefusedException tooOften(Origin origin) {
    return new TemplateRefusedException(
        origin,
        "it goes through its loops more often than fits in memory; loop over services, servers"
            + " and routes only, and not over all of them within each other");
  }

  /** A fragment is no section that is counted; what is in it counts where it is. */
  private static long cost(SectionBlock block) {
    long cost = block.nodes.size();
    for (TemplateNode node : block.nodes) {
      if (node.isSection() && node.asSection().getName().equals("fragment")) {
        cost += node.asSection().getBlocks().stream().mapToLong(RenderBudget::cost).sum();
      }
    }
    return cost;
  }

  /** So much more is rendered. */
  void print(String part, Origin origin) {
    output += part.length();
    if (output > MAX_OUTPUT) {
      throw new TemplateRefusedException(
          origin, "it renders to more than " + MAX_OUTPUT + " characters; loop less");
    }
  }
}
