package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Prints the responses to a query as Serf does: as they arrive, or as one object. */
final class SerfAnswers {
  private final PrintStream out;
  private final boolean json;
  private final SortedSet<String> acks = new TreeSet<>();

  /** Sorted by name, as Go writes maps. */
  private final SortedMap<String, Object> responses = new TreeMap<>();

  SerfAnswers(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Handles a line from the agent. */
  void line(String text) {
    if (text.isBlank()) {
      return;
    }
    var answer = Json.parse(text);
    var member = answer.getString("member");
    if (answer.getBoolean("ack", false)) {
      acks.add(member);
      print("Ack from '" + MembersTable.printable(member) + "'\n");
    } else if (!answer.getString("payload").isEmpty()) {
      responses.put(member, answer.getString("payload"));
      print("Response from '" + MembersTable.printable(member) + "': ");
      response(answer);
    }
  }

  private void print(String text) {
    if (!json) {
      out.print(text);
      out.flush();
    }
  }

  /** Prints a response; payloads that are not text are printed as they are. */
  private void response(JsonObject answer) {
    if (json) {
      return;
    }
    var bytes = answer.getString("payloadBase64");
    var text = answer.getString("payload");
    if (bytes != null && !bytes.isEmpty()) {
      out.writeBytes(Base64.getDecoder().decode(bytes));
    } else {
      out.print(Answers.text(text));
    }
    if (!text.endsWith("\n")) {
      out.println();
    }
    out.flush();
  }

  /**
   * Ends the output.
   *
   * @param acked whether acknowledgements were requested
   */
  void end(boolean acked) {
    if (json) {
      var all = new JsonObject();
      if (acked) {
        all.put("Acks", new JsonArray(List.copyOf(acks)));
      }
      out.println(
          VisibleText.json(
              GoJson.text(all.put("Responses", new JsonObject(new LinkedHashMap<>(responses))))));
      return;
    }
    if (acked) {
      out.println("Total Acks: " + acks.size());
    }
    out.println("Total Responses: " + responses.size());
  }
}
