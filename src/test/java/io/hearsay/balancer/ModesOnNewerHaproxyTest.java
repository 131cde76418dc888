package io.hearsay.balancer;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same modes with HAProxy 3.0, whose master answers a reload. */
@EnabledIf("io.hearsay.balancer.HaproxyBinaries#newerIsThere")
class ModesOnNewerHaproxyTest extends ModesTest {
  @Override
  String haproxy() {
    return HaproxyBinaries.NEWER.toString();
  }
}
