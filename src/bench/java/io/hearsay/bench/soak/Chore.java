package io.hearsay.bench.soak;

import io.hearsay.bench.soak.Outages.Outage;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.load.Wire;

/**
 * What happens to the cluster, in this order, over and over. Each chore waits until all is well.
 */
enum Chore {
  A_WEB_IS_REPLACED {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      cluster.comes();
      cluster.leaves();
    }
  },

  A_TAG_CHANGES {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      long before = cluster.balancer().agent().pipeline().revision();
      var web = cluster.lasting().get(1 + round % 2);
      cluster.cli().ask(web, "tags", "--set", "weight=" + (1 + (round * 37 + 50) % 200));
      cluster.await("a tag was not applied", p -> p.inStep() && p.revision() > before);
    }
  },

  HAPROXY_IS_RELOADED {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      long before = cluster.balancer().agent().pipeline().reloads();
      cluster.cli().ask(cluster.balancer(), "reload");
      cluster.await("a reload was not done", p -> p.inStep() && p.reloads() > before);
    }
  },

  THE_KEY_IS_ROTATED {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      cluster.keys().rotate(cluster.lasting().get(round % 3));
    }
  },

  HAPROXY_IS_KILLED {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      long pid = cluster.balancer().agent().pipeline().pid();
      long from = System.nanoTime();
      ProcessHandle.of(pid)
          .orElseThrow(() -> new Failure("there is no HAProxy " + pid))
          .destroyForcibly();
      Await.until("the killed HAProxy did not end", Cluster.LIMIT, () -> !alive(pid));
      Await.until(
          "the site did not answer again",
          Cluster.LIMIT,
          () -> !Wire.answerer(cluster.site()).isEmpty());
      outages.add(new Outage(from, System.nanoTime(), true));
      cluster.await("no other HAProxy serves", p -> p.inStep() && p.pid() != pid);
      cluster.awaitRotation();
    }
  },

  ALL_ARE_ASKED {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      for (var member : cluster.lasting()) {
        cluster.cli().ask(member, "members");
        cluster.cli().ask(member, "info");
        cluster.cli().ask(member, "query", "load", "--timeout", "1000");
        cluster.cli().ask(member, "keys", "--list");
      }
      cluster.cli().ask(cluster.balancer(), "reachability");
    }
  },

  READERS_COME_AND_GO {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      Visitors.read(cluster, "soak-" + round);
    }
  },

  A_WEB_IS_KILLED {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      long from = System.nanoTime();
      var name = cluster.dies();
      outages.add(new Outage(from, System.nanoTime(), false));
      // Every other one is remembered for its ten minutes.
      if (round % 2 == 1) {
        cluster.forget(name);
      }
      cluster.comes();
    }
  },

  STRANGERS_KNOCK {
    @Override
    void run(Cluster cluster, Outages outages, int round) {
      cluster.lasting().forEach(member -> Visitors.knock(member, round));
    }
  };

  /**
   * Does the chore.
   *
   * @param round from 0
   */
  abstract void run(Cluster cluster, Outages outages, int round);

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
