package io.hearsay.membership.swim;

/**
 * Notifies the owner of changes to the table: at the end of the turn if nothing has changed for a
 * while, otherwise only as often as the work on the table can be afforded. The interval is 20 ms
 * per thousand members, so a burst of changes in a table of thousands is reported a few times and
 * not thousands of times.
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

  /** A turn has ended. */
  void afterTurn() {
    var table = core.table();
    if (waiting || published == table.version()) {
      return;
    }
    long wait = next - core.now();
    if (wait > 0) {
      waiting = true;
      // The timer's task is a turn, at whose end the change is reported.
      core.timers().after(wait, () -> waiting = false);
      return;
    }
    published = table.version();
    next = core.now() + table.size() / MEMBERS_PER_MILLI;
    listener.changed(table.changes());
  }
}
