package io.hearsay.balancer.haproxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nobody starts or reloads HAProxy here: a script of the user's own does, from the file. */
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
