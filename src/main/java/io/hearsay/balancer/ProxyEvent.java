package io.hearsay.balancer;

import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.plan.ServerChanges;
import java.util.Locale;
import java.util.Optional;

/** Something the pipeline has done, or that has happened to its HAProxy. */
public sealed interface ProxyEvent {
  /** Its name in the stream of events. */
  String type();

  /**
   * A change was applied; an apply without any change is no event.
   *
   * @param revision of the catalog
   * @param how it reached HAProxy
   * @param servers that were changed; none if the previous configuration is unknown
   * @param millis duration of the apply
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
   * How a change reached HAProxy.
   *
   * @param reload the reason of the reload; empty if there was none
   * @param why the reason in words
   */
  record How(ProxyStatus.Method method, Optional<ReloadReason> reload, String why) {
    /** A short form, such as {@code runtime} or {@code reload (start)}. */
    public String label() {
      return reload
          .map(reason -> "reload (" + reason.label() + ")")
          .orElse(method.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * An apply has failed, for a different reason than the one before.
   *
   * @param revision of the catalog that is wanted
   * @param kind of the failure
   * @param error the failure in words, with its remedy
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
   * @param pid of the process that has ended
   * @param text what will be done about it
   */
  record Died(long pid, String text) implements ProxyEvent {
    @Override
    public String type() {
      return "proxy-died";
    }
  }

  /**
   * HAProxy is running again.
   *
   * @param pid of the new process
   * @param millis since its end was noticed
   */
  record Restarted(long pid, long millis) implements ProxyEvent {
    @Override
    public String type() {
      return "proxy-restarted";
    }
  }

  /**
   * A server that had drifted was corrected, or will be left alone from now on.
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
