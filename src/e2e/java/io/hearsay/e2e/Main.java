package io.hearsay.e2e;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Exit;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Started by {@code e2e.sh}, which has started an engine and built the images. */
public final class Main {
  /** Ends the run whatever hangs. */
  private static final Duration LIMIT = Duration.ofMinutes(12);

  private final Stage stage = new Stage(Path.of("compose").toAbsolutePath());
  private final Results results = new Results(System.out, setting("SLACK", 1));
  private final int replays = setting("REPLAYS", 0);

  private Main() {}

  /**
   * Exits with 0 if every target was reached, 1 if not, 2 if an unknown story is requested.
   *
   * @param args names of stories; none for all
   */
  public static void main(String[] args) throws Exception {
    Exit.after(LIMIT, Main::halt);
    Exit.with(() -> new Main().run(args.length == 0 ? Stories.names() : List.of(args)));
  }

  private boolean run(List<String> wanted) {
    var unknown = new ArrayList<>(wanted);
    unknown.removeAll(Stories.names());
    if (!unknown.isEmpty()) {
      throw new Failure("no such stories: " + unknown + "; there are " + Stories.names());
    }
    try (stage) {
      for (var group : Stories.groups()) {
        var chosen = group.stream().filter(choice -> wanted.contains(choice.name())).toList();
        play(chosen);
        for (int left = replays; left > 0 && !missed(chosen).isEmpty(); left--) {
          chosen = missed(chosen);
          chosen.forEach(choice -> results.again(choice.name()));
          // The state that it is in may be the reason.
          stage.shop().project().down();
          play(chosen);
        }
      }
    } finally {
      results.say("\n" + results.table());
    }
    return results.allReached();
  }

  private List<Stories.Choice> missed(List<Stories.Choice> group) {
    return group.stream().filter(choice -> !results.reached(choice.name())).toList();
  }

  private static int setting(String name, int otherwise) {
    return Env.ofProcess().number(name, otherwise, 0, 100);
  }

  private void play(List<Stories.Choice> group) {
    var webs = group.stream().mapToInt(Stories.Choice::webs).max().orElse(0);
    try {
      if (webs > 0) {
        stage.shop().prepare(webs);
      }
    } catch (Failure e) {
      group.forEach(choice -> results.section(choice.name()).brokeOff(e.getMessage()));
      results.say(stage.logs());
      return;
    }
    var threads = new ArrayList<Thread>();
    for (var choice : group) {
      threads.add(Thread.ofPlatform().start(() -> play(choice.name(), choice.story())));
    }
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
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static void halt() {
    System.err.println("FAILED: no end after " + LIMIT.toMinutes() + " minutes");
    Runtime.getRuntime().halt(1); // the script takes all down
  }
}
