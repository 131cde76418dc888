package io.hearsay.demo;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Exit;
import io.hearsay.testkit.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Started by {@code demo.sh}, which has found the tools and built everything. */
public final class Main {
  /** Several times as long as the story takes on a slow machine. */
  private static final Duration STORY_LIMIT = Duration.ofMinutes(6);

  private Main() {}

  /**
   * Exits with 0 if all went well, 1 if a step failed, 2 if the demo cannot run here.
   *
   * @param args {@code check} only checks whether it can run
   */
  public static void main(String[] args) {
    System.exit(run(args.length > 0 && args[0].equals("check")));
  }

  private static int run(boolean checkOnly) {
    try {
      var wanted = Settings.of(Env.ofProcess());
      var settings = Preflight.check(wanted, wanted.script() ? 4 : 3);
      if (checkOnly) {
        return 0;
      }
      var stage = new Stage(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAtOnce(stage)));
      return settings.script() ? story(stage, settings) : keys(stage, settings);
    } catch (Failure e) {
      System.err.println("The demo cannot run: " + e.getMessage());
      return 2;
    }
  }

  private static void stopAtOnce(Stage stage) {
    var late = stage.stop();
    if (!late.isEmpty()) {
      System.err.println("had to be killed: " + late);
    }
  }

  private static int keys(Stage stage, Settings settings) {
    try {
      if (!new Keys(stage, settings, System.out).play(System.in)) {
        System.out.println("No terminal, so no keys: Ctrl-C or SIGTERM ends the demo.");
        new CountDownLatch(1).await();
      }
      return 0;
    } catch (Failure | IOException e) {
      if (stage.closed()) {
        return 0; // Ctrl-C while it was starting
      }
      System.err.println("Failed: " + e.getMessage());
      new Report(System.err).logs(settings.directory());
      return 1;
    } catch (InterruptedException e) {
      return 0;
    }
  }

  private static int story(Stage stage, Settings settings) {
    watchTheClock(settings);
    var report = new Report(System.out);
    try {
      new Story(stage, settings, report).play();
      report.table();
      return 0;
    } catch (Failure | IOException e) {
      if (stage.closed()) {
        return 1; // Ctrl-C, and the steps fail because everything is being stopped
      }
      report.table();
      report.say("FAILED: " + e.getMessage());
      report.logs(settings.directory());
      return 1;
    }
  }

  /**
   * Ends the run whatever hangs: prints the logs and exits through the hook that always cleans up.
   */
  private static void watchTheClock(Settings settings) {
    Exit.after(
        STORY_LIMIT,
        () -> {
          var report = new Report(System.out);
          report.say("FAILED: no end after " + STORY_LIMIT.toMinutes() + " minutes");
          report.logs(settings.directory());
          System.exit(1);
        });
  }
}
