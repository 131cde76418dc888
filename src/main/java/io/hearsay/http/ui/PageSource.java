package io.hearsay.http.ui;

import io.hearsay.balancer.ConfigTexts;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.ClusterView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a page is drawn from: immutable, of one instant.
 *
 * @param view the members
 * @param figures of the member that is asked
 * @param balancer its pipeline and its HAProxy, if it is one
 * @param happened what was before
 * @param build of the program
 * @param now when it was taken
 */
record PageSource(
    ClusterView view,
    ClusterStats figures,
    Optional<Balancer> balancer,
    Happened happened,
    Build build,
    Instant now) {
  /**
   * A balancer.
   *
   * @param status of its pipeline
   * @param catalog what is wanted
   * @param seen what HAProxy says
   * @param history its last hour
   * @param texts of the configuration
   */
  record Balancer(
      ProxyStatus status,
      Catalog catalog,
      Observation seen,
      Optional<History.Services> history,
      ConfigTexts texts) {}

  /**
   * What happened, the newest first.
   *
   * @param events all kinds
   * @param applies those of the pipeline, which are kept for longer
   */
  record Happened(List<LogLine> events, List<ApplyRow> applies) {}

  /**
   * The program that runs.
   *
   * @param version of it
   * @param assets marks the page's files
   * @param started when it was started
   */
  record Build(String version, String assets, Instant started) {}
}
