package io.hearsay.balancer;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same pipeline with HAProxy 3.0. */
@EnabledIf("io.hearsay.balancer.HaproxyBinaries#newerIsThere")
class ReconcilerOnNewerHaproxyTest extends ReconcilerTest {
  @Override
  String haproxy() {
    return HaproxyBinaries.NEWER.toString();
  }
}
