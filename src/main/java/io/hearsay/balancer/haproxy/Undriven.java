package io.hearsay.balancer.haproxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * For a HAProxy that Hearsay neither starts nor reloads: a script of the user's does, using the
 * file.
 */
public final class Undriven implements Launcher {
  @Override
  public Optional<HaproxyProcess> adopt() {
    return Optional.empty();
  }

  @Override
  public HaproxyProcess replace(Optional<HaproxyProcess> before) throws StartFailed {
    throw new StartFailed("HAProxy is not driven (hearsay.balancer.reload=none)");
  }

  @Override
  public List<RunningProcess> others(HaproxyProcess current) {
    return List.of();
  }

  @Override
  public void stop(HaproxyProcess current, Duration limit) {}

  @Override
  public boolean starts() {
    return false;
  }

  @Override
  public boolean drives() {
    return false;
  }
}
