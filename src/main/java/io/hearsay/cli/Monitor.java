package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Prints events as they happen. After a lost connection it continues where it was once the agent
 * answers again; the agent reports which events are no longer available.
 */
final class Monitor {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  /** An agent that does not answer for this long is considered gone. */
  private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ClientCommands.Call call;
  private final String path;
  private Optional<String> lastId = Optional.empty();

  /** The type of the event being read. */
  private String type = "";

  /** Whether anything was received, ever or in this attempt. */
  private boolean heard;

  private boolean speaks;
  private long lostAt;
  private long pause = FIRST_PAUSE_MILLIS;

  private Monitor(ClientCommands.Call call, List<String> types) {
    this.call = call;
    this.path =
        types.isEmpty()
            ? "/v1/events"
            : "/v1/events?type="
                + URLEncoder.encode(String.join(",", types), StandardCharsets.UTF_8);
  }

  static int run(ClientCommands.Call call) {
    return new Monitor(call, call.options("--type")).run();
  }

  private int run() {
    while (true) {
      var why = "it has ended the stream";
      speaks = false;
      try {
        var refusal = call.agent().lines(path, lastId, this::line);
        if (refusal.isPresent()) {
          return call.outcome(refusal.get(), "");
        }
      } catch (IOException e) {
        why = e.getMessage();
      }
      if (speaks) {
        lostAt = System.nanoTime();
      }
      if (!heard || System.nanoTime() - lostAt > GIVE_UP_NANOS) {
        throw call.agent().unreachable(why);
      }
      if (pause == FIRST_PAUSE_MILLIS) {
        call.err().println("hearsay: lost the agent (" + why + "); trying again");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ExitCode.OK;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private void line(String line) {
    heard = true;
    speaks = true;
    pause = FIRST_PAUSE_MILLIS;
    if (line.startsWith("id:")) {
      lastId = Optional.of(line.substring(3).trim());
    } else if (line.startsWith("event:")) {
      type = line.substring(6).trim();
    } else if (line.startsWith("data:")) {
      print(line.substring(5).trim());
    }
  }

  private void print(String data) {
    if (call.json()) {
      var event = new JsonObject();
      lastId.ifPresent(id -> event.put("id", id));
      var content = Json.parse(data);
      event.put("time", content.remove("time")).put("type", type).put("data", content);
      call.out().println(VisibleText.json(Json.text(event)));
    } else {
      call.out().println(VisibleText.json(type + " " + data));
    }
    call.out().flush();
  }
}
