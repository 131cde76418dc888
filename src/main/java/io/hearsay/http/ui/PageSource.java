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
 * All data that a page is drawn from: immutable, and of one moment.
 *
 * @param view the members
 * @param figures of the local member
 * @param balancer its pipeline and its HAProxy, if it is one
 * @param happened what has happened
 * @param build of the program
 * @param now when the data was collected
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
   * @param catalog the wanted catalog
   * @param seen the last observation of HAProxy
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
   * What has happened, the newest first.
   *
   * @param events all kinds
   * @param applies the pipeline's applies, which are kept for longer
   */
  record Happened(List<LogLine> events, List<ApplyRow> applies) {}

  /**
   * The running program.
   *
   * @param version of the program
   * @param assets marks the page's files
   * @param started when it was started
   */
  record Build(String version, String assets, Instant started) {}
}
