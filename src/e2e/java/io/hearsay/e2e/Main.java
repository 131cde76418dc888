package io.hearsay.e2e;

import io.hearsay.demo.StepFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Started by {@code e2e.sh}, which has an engine running and the images made. */
public final class Main {
  /** Whatever hangs, the run ends. */
  private static final Duration LIMIT = Duration.ofMinutes(12);

  private final Stage stage = new Stage(Path.of("compose").toAbsolutePath());
  private final Results results = new Results(System.out, setting("SLACK", 1));

  private final int replays = setting("REPLAYS", 0);

  private Main() {}

  /**
   * Exit code 0 if every target was reached, 1 if not, 2 if a story is asked for that is not there.
   *
   * @param args names of stories; none for all
   */
  public static void main(String[] args) {
    var unknown = new ArrayList<>(List.of(args));
    unknown.removeAll(Stories.names());
    if (!unknown.isEmpty()) {
      System.err.println("no such stories: " + unknown + "; there are " + Stories.names());
      System.exit(2);
    }
    var main = new Main();
    watchTheClock();
    System.exit(main.run(args.length == 0 ? Stories.names() : List.of(args)) ? 0 : 1);
  }

  private boolean run(List<String> wanted) {
    try (stage) {
      for (var group : Stories.groups()) {
        var chosen = new LinkedHashMap<>(group);
        chosen.keySet().retainAll(wanted);
        play(chosen);
        for (int left = replays; left > 0 && !missed(chosen).isEmpty(); left--) {
          chosen.keySet().retainAll(missed(chosen));
          chosen.keySet().forEach(results::again);
          // Whatever state it is in may be why.
          stage.shop().project().down();
          play(chosen);
        }
      }
    } finally {
      results.table();
    }
    return results.allReached();
  }

  private List<String> missed(Map<String, Story> group) {
    return group.keySet().stream().filter(name -> !results.reached(name)).toList();
  }

  private static int setting(String name, int otherwise) {
    var text = System.getenv(name);
    return text == null || text.isEmpty() ? otherwise : Integer.parseInt(text);
  }

  private void play(Map<String, Story> group) {
    var webs = group.values().stream().mapToInt(Story::webs).max().orElse(0);
    try {
      if (webs > 0) {
        stage.shop().prepare(webs);
      }
    } catch (StepFailed e) {
      group.keySet().forEach(name -> results.section(name).brokeOff(e.getMessage()));
      results.say(stage.logs());
      return;
    }
    var threads = new ArrayList<Thread>();
    group.forEach((name, story) -> threads.add(Thread.ofPlatform().start(() -> play(name, story))));
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    stage.clear();
  }

  private void play(String name, Story story) {
    results.say(name + ": " + story.getClass().getSimpleName());
    var watch = Stopwatch.start();
    var section = results.section(name);
    try {
      story.play(stage, section);
    } catch (IOException | RuntimeException e) {
      section.brokeOff(e.toString());
      results.say(trace(e));
    }
    if (!results.reached(name)) {
      results.say(stage.logs());
    }
    results.say("  %s took %d s".formatted(name, watch.elapsed().toSeconds()));
  }

  private static String trace(Exception e) {
    var lines = new ArrayList<String>(List.of(e.toString()));
    for (var frame : e.getStackTrace()) {
      lines.add("    at " + frame);
    }
    return String.join("\n", lines);
  }

  private static void watchTheClock() {
    var clock = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .name("clock")
        .start(
            () -> {
              try {
                if (!clock.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                  System.err.println("FAILED: no end after " + LIMIT.toMinutes() + " minutes");
                  Runtime.getRuntime().halt(1); // the script takes all down
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
