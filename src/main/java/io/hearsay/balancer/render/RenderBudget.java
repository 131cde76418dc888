package io.hearsay.balancer.render;

import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.TemplateNode;
import io.quarkus.qute.TemplateNode.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Limits the memory, depth and time of one rendering. Qute keeps a result for each node it has
 * evaluated until everything is rendered, so what is counted is how often the bodies of sections
 * are evaluated, times the nodes in each, whether or not they print anything: three nested loops
 * over ten thousand items each would use the agent's whole heap without printing a character.
 *
 * <p>For one thread, and one rendering at a time.
 */
final class RenderBudget {
  /** The base budget in nodes; a configuration of some hundred services takes a tenth of it. */
  private static final long BASE = 300_000;

  /**
   * The additional budget for each member, service and route, which templates are expected to loop
   * over.
   */
  private static final long PER_ITEM = 300;

  /** The cost of one iteration of a loop, in nodes. */
  private static final int TURN = 4;

  /** Approximate size of a node in bytes; nodes may take at most half of the heap. */
  private static final int BYTES = 32;

  /** Maximum depth of nested sections, including includes. */
  private static final int MAX_DEPTH = 64;

  /** Maximum number of characters. A configuration of 20000 servers has four million. */
  private static final int MAX_OUTPUT = 8 << 20;

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int LOOK_AT_CLOCK = 1 << 10;

  private final Deque<Object> within = new ArrayDeque<>();
  private long left;
  private long output;
  private long begun;
  private long charges;

  /** Begins a rendering of this many members, services and routes. */
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
   * @param section identifies the section
   * @param recursive whether it must not contain itself, as with an include
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

  /** The innermost section ends. */
  void leave() {
    within.pop();
  }

  /** The body of a section is evaluated once. */
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

  /** Checks the number of iterations of a loop, which may be over a number. */
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

  /**
   * The cost of a block. Fragments are not counted as sections; their content counts where it is.
   */
  private static long cost(SectionBlock block) {
    long cost = block.nodes.size();
    for (TemplateNode node : block.nodes) {
      if (node.isSection() && node.asSection().getName().equals("fragment")) {
        cost += node.asSection().getBlocks().stream().mapToLong(RenderBudget::cost).sum();
      }
    }
    return cost;
  }

  /** Counts rendered text. */
  void print(String part, Origin origin) {
    output += part.length();
    if (output > MAX_OUTPUT) {
      throw new TemplateRefusedException(
          origin, "it renders to more than " + MAX_OUTPUT + " characters; loop less");
    }
  }
}
