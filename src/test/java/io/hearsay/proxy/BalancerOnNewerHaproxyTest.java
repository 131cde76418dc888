package io.hearsay.proxy;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same pipeline with HAProxy 3.0. */
@EnabledIf("io.hearsay.proxy.HaproxyBinaries#newerIsThere")
class BalancerOnNewerHaproxyTest extends BalancerTest {
  @Override
  String haproxy() {
    return HaproxyBinaries.NEWER.toString();
  }
}
