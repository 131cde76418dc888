package io.hearsay.handler;

import io.hearsay.membership.Member;
import io.hearsay.membership.UserEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** All scripts of an agent. No method blocks. */
public final class Handlers implements AutoCloseable {
  private final List<Handler> handlers;
  private final AtomicLong time = new AtomicLong();

  /**
   * Makes them ready.
   *
   * @param self the local member as it is now
   */
  public Handlers(HandlerSettings settings, Supplier<Member> self) {
    handlers =
        settings.handlers().stream().map(s -> new Handler(s, settings.limit(), self)).toList();
  }

  /**
   * Something happened to members.
   *
   * @param type member-join, member-leave, member-failed, member-update or member-reap
   */
  public void members(String type, List<Member> members) {
    if (!members.isEmpty()) {
      tell(new HandlerEvent.Members(type, members));
    }
  }

  /** A user told all members something. */
  public void user(UserEvent event) {
    tell(new HandlerEvent.User(event, time.incrementAndGet()));
  }

  /** What this member answers: the first output of a script that is not empty, else nothing. */
  public CompletionStage<String> query(UserEvent query) {
    long now = time.incrementAndGet();
    var answer = new CompletableFuture<String>();
    var asked =
        handlers.stream()
            .map(
                handler -> {
                  var reply = new CompletableFuture<String>();
                  var happening = new HandlerEvent.Query(query, now, reply);
                  if (handler.takes(happening)) {
                    handler.add(happening);
                  } else {
                    reply.complete("");
                  }
                  return reply.thenAccept(
                      text -> {
                        if (!text.isEmpty()) {
                          answer.complete(text);
                        }
                      });
                })
            .toArray(CompletableFuture<?>[]::new);
    var unused = CompletableFuture.allOf(asked).thenRun(() -> answer.complete(""));
    return answer;
  }

  private void tell(HandlerEvent happening) {
    handlers.stream().filter(h -> h.takes(happening)).forEach(h -> h.add(happening));
  }

  /** Events that scripts were too slow for, since the start. */
  public long lost() {
    return handlers.stream().mapToLong(Handler::lost).sum();
  }

  @Override
  public void close() {
    handlers.forEach(Handler::close);
  }
}
