package io.hearsay.http.ui;

import java.util.Optional;

/** The data that pages are drawn from. */
interface Sources {
  /** The current pulse, which is cheap; empty while the agent is starting. */
  Optional<Pulse> pulse();

  /** All data; may be called only if there is a pulse. */
  PageSource take();

  /** Milliseconds until the figures change again; 0 if unknown. */
  long nextLook();
}
