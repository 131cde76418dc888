package io.hearsay.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to a Serf cluster, one situation after another. The first agent's script gets every
 * event; those of the second have filters.
 */
final class SerfSituations {
  /** Makes it happen; the return value is compared as well. */
  @FunctionalInterface
  interface Action {
    String run(SerfCluster cluster) throws IOException, InterruptedException;
  }

  /** A situation and how to bring it about. */
  record Situation(String name, Action action) {}

  private static final List<String> ALL = List.of("all");
  private static final List<String> FILTERED =
      List.of(
          "member-join,member-leave=members",
          "user:deploy=deploy",
          "query:load=load",
          "user:order=first",
          "user:order=second",
          "user:slow,user:fail,user:after=queue");

  private final List<Situation> all = new ArrayList<>();

  private SerfSituations() {}

  static List<Situation> all() {
    var situations = new SerfSituations();
    situations.members();
    situations.events();
    situations.queries();
    situations.ends();
    return List.copyOf(situations.all);
  }

  private void add(String name, Action action) {
    all.add(new Situation(name, action));
  }

  private void shell(String name, String line) {
    add(name, cluster -> cluster.shell(line));
  }

  private static String start(SerfCluster cluster, int members, String name, List<String> handlers)
      throws IOException, InterruptedException {
    if (name.equals("a1")) {
      cluster.start(name, handlers, "-tag", "role=web", "-tag", "my-tag=1", "-tag", "sp=a b");
    } else {
      cluster.start(name, handlers, "-join", "127.72.1.1", "-tag", "role=db");
    }
    for (int i = 0; i < 200 && !cluster.knows(members); i++) {
      Thread.onSpinWait();
    }
    return "";
  }

  private void members() {
    add("the first starts", c -> start(c, 1, "a1", ALL));
    add("another joins", c -> start(c, 2, "a2", FILTERED));
    shell("members", "serf members | sed 's/ *[a-z-]*=.*//; s/ *$//'");
    shell("members as JSON", "serf members -format=json");
    shell("members by tag", "serf members -tag role=d. -format=json | grep '\"name\"'");
    shell("members by status", "serf members -status left");
    shell("a tag is set", "serf tags -set x=y");
    shell("a tag is changed and another set", "serf tags -set x=z -set lower.dots=v");
    shell("a tag is deleted", "serf tags -delete x -delete lower.dots");
    shell(
        "tags change and change again in a moment",
        "for i in 1 2 3; do serf tags -set n=9 >/dev/null & done; wait");
    shell("nothing to change", "serf tags 2>&1 | head -1");
    shell("a round trip", "sleep 1; serf rtt a2 | sed 's/[0-9.]* ms/N ms/'");
    shell("reachability", "serf reachability");
  }

  private void events() {
    shell("an event", "serf event deploy v7");
    shell("an event without a payload", "serf event deploy");
    shell("a payload with a line feed at its end", "serf event deploy 'v7\n'");
    shell("a payload of two lines", "serf event deploy 'v7\nv8'");
    shell("a payload with tabs", "serf event deploy 'a\tb'");
    shell("a payload of bytes", "serf event deploy \"$(printf 'bin\\377\\376\\001end')\"");
    shell("a payload in UTF-8", "serf event deploy 'grün ⟨x⟩'");
    shell("a payload like a command", "serf event deploy '$(touch /x);`id`'");
    shell("a long payload", "serf event deploy $(printf '%0400d' 0)");
    shell(
        "a payload that is too long",
        "serf event deploy $(printf '%01000d' 0) 2>&1 | sed 's/:.*//'");
    shell("an event with a blank in its name", "serf event 'two words' x");
    shell("a word too many", "serf event deploy version 7 2>&1 | head -1");
    shell(
        "events that come together",
        "for i in 1 2 3 4 5; do serf event deploy v >/dev/null & done; wait");
    shell(
        "events that come together, none left out",
        "for i in 1 2 3; do serf event -coalesce=false deploy w$i; done");
    shell("two scripts of one event", "serf event -coalesce=false order x");
    shell(
        "an event after a slow script",
        "serf event -coalesce=false slow 1; serf event -coalesce=false after 2");
    shell(
        "an event after a script that fails",
        "serf event -coalesce=false fail 1; serf event -coalesce=false after 2");
  }

  private void queries() {
    shell("a query", "serf query load x | sort");
    shell("a query as JSON", "serf query -format=json load x | tr -d ' \\n'");
    shell("a query without a payload", "serf query load | sort");
    shell("an answer of two lines", "serf query lines | sort");
    shell("a script that fails does not answer", "serf query fail | sort");
    shell("a script that prints nothing does not answer", "serf query silent | sort");
    shell("an answer that is too large is none", "serf query large | sort");
    shell("a long answer", "serf query long | sort");
    shell("standard error is part of the answer", "serf query err | sort");
    // The next situation would wait for the end of this script.
    shell(
        "an answer that is late is none",
        "serf query -timeout 1s slow | sort; until [ -e \"$CALLS.late\" ]; do sleep 0.1; done");
    shell("a query to one member", "serf query -node a1 load | sort");
    shell("a query to members with a tag", "serf query -tag role=d. load | sort");
    shell("a query to nobody", "serf query -node nobody load");
    shell("a query without acknowledgements", "serf query -no-ack load | sort");
    shell("an answer by two ways", "serf query -relay-factor 1 load | sort");
  }

  private void ends() {
    add(
        "another leaves",
        c -> c.shell("SERF_RPC_ADDR=127.72.1.2:7373 serf leave") + " " + c.ends("a2"));
    add("it comes back", c -> start(c, 2, "a2", FILTERED));
    add(
        "it is killed",
        c -> {
          c.kill("a2");
          for (int i = 0; i < 200 && !c.shell("serf members -status failed").contains("a2"); i++) {
            Thread.onSpinWait();
          }
          return "";
        });
    shell("it is declared left", "serf force-leave a2");
    shell("somebody unknown is declared left", "serf force-leave nosuch");
    shell("it is forgotten", "serf force-leave -prune a2");
    add("the first leaves", c -> c.shell("serf leave") + " " + c.ends("a1"));
    shell("nobody is there", "serf members 2>&1 | sed 's/:.*//'");
  }
}
