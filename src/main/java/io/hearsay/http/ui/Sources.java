package io.hearsay.http.ui;

import java.util.Optional;

/** Where pages come from: the agent. */
interface Sources {
  /** How it is now, cheaply; nothing while the agent starts. */
  Optional<Pulse> pulse();

  /** All of it; only to be called if there is a pulse. */
  PageSource take();

  /** Milliseconds until the figures are new again; 0 if that is not known. */
  long nextLook();
}
