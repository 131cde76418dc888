package io.hearsay.balancer.haproxy;

import io.hearsay.metric.Histogram;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An API whose answers are timed; a missing answer counts with the time that was waited for it.
 *
 * @param api the API to call
 * @param answers where the times go
 */
public record TimedApi(HaproxyApi api, Histogram answers) implements HaproxyApi {
  @Override
  public String ask(String command) throws IOException {
    long began = System.nanoTime();
    try {
      return api.ask(command);
    } finally {
      answers.record(System.nanoTime() - began);
    }
  }

  @Override
  public List<String> askAll(List<String> commands) throws IOException {
    long began = System.nanoTime();
    try {
      return api.askAll(commands);
    } finally {
      if (!commands.isEmpty()) {
        answers.record(System.nanoTime() - began);
      }
    }
  }

  @Override
  public Optional<Info> info() {
    long began = System.nanoTime();
    var info = api.info();
    if (info.isPresent()) {
      // There is no socket, so nothing could answer.
      answers.record(System.nanoTime() - began);
    }
    return info;
  }
}
