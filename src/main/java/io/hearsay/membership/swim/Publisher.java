package io.hearsay.membership.swim;

/**
 * Tells the owner that the table has changed: at once, at the end of the turn, when it was quiet
 * before, but not more often than what is made of the table can be afforded. A thousand members are
 * a matter of 20 ms; a burst of changes in a table of thousands is told a few times and not
 * thousands of times.
 */
final class Publisher {
  private static final int MEMBERS_PER_MILLI = 50;

  private final ProtocolContext core;
  private final SwimListener listener;
  private long published;
  private long next;
  private boolean waiting;

  Publisher(ProtocolContext core, SwimListener listener) {
    this.core = core;
    this.listener = listener;
  }

  /** A turn is over. */
  void afterTurn() {
    var table = core.table();
    if (waiting || published == table.version()) {
      return;
    }
    long wait = next - core.now();
    if (wait > 0) {
      waiting = true;
      // The end of that turn is where it is told.
      core.timers().after(wait, () -> waiting = false);
      return;
    }
    published = table.version();
    next = core.now() + table.size() / MEMBERS_PER_MILLI;
    listener.changed(table.changes());
  }
}
