package io.hearsay.balancer;

import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.plan.ServerChanges;
import java.util.Locale;
import java.util.Optional;

/** Something that the pipeline has done, or that has happened to its HAProxy. */
public sealed interface ProxyEvent {
  /** Its name in the stream of events. */
  String type();

  /**
   * A change was applied; whatever changes nothing is none.
   *
   * @param revision of the catalog
   * @param how by what it reached HAProxy
   * @param servers that were changed; none if it is not known what was there before
   * @param millis from the first step to the last
   */
  record Applied(long revision, How how, ServerChanges servers, long millis) implements ProxyEvent {
    @Override
    public String type() {
      return "proxy-applied";
    }

    /** In one line. */
    public String text() {
      if (how.reload().equals(Optional.of(ReloadReason.START))) {
        return "started";
      }
      var reload = how.reload().map(r -> "reloaded (" + r.label() + ")");
      return reload.orElse(
              how.method() == ProxyStatus.Method.FILE ? "written" : "changed at run time")
          + ": "
          + how.why()
          + (servers.count() == 0 || how.why().equals(servers.text()) ? "" : "; " + servers.text());
    }
  }

  /**
   * By what a change reached HAProxy.
   *
   * @param reload why it was a reload; absent if it was none
   * @param why in words
   */
  record How(ProxyStatus.Method method, Optional<ReloadReason> reload, String why) {
    /** In a word or two, such as {@code runtime} or {@code reload (start)}. */
    public String label() {
      return reload
          .map(reason -> "reload (" + reason.label() + ")")
          .orElse(method.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * An apply has failed, for another reason than the one before.
   *
   * @param revision of the catalog that is wanted
   * @param kind what was in the way
   * @param error the same in words, with the remedy
   */
  record Failed(long revision, FailureKind kind, String error) implements ProxyEvent {
    @Override
    public String type() {
      return "proxy-failed";
    }
  }

  /**
   * HAProxy has ended by itself.
   *
   * @param pid its number
   * @param text what is done about it
   */
  record Died(long pid, String text) implements ProxyEvent {
    @Override
    public String type() {
      return "proxy-died";
    }
  }

  /**
   * There is a HAProxy again.
   *
   * @param pid its number
   * @param millis since it was seen that there is none
   */
  record Restarted(long pid, long millis) implements ProxyEvent {
    @Override
    public String type() {
      return "proxy-restarted";
    }
  }

  /**
   * What had drifted was put right, or is left alone from here on.
   *
   * @param backend the service's name
   * @param server the member's name
   * @param text what was done
   */
  record Corrected(String backend, String server, String text) implements ProxyEvent {
    @Override
    public String type() {
      return "proxy-corrected";
    }
  }
}
