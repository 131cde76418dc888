package io.hearsay.http.api;

import java.util.Map;

/**
 * The answer of {@code GET /v1/agent}.
 *
 * @param joined whether another member was ever reached, or no seed was given
 * @param refusal why the others do not let this member join, or absent
 * @param seeds why seeds are unusable, by the seed as it was given; without those that answer
 * @param protocol counters and other figures by name
 */
record AgentJson(
    MemberJson member,
    String version,
    String role,
    double uptimeSeconds,
    boolean joined,
    String refusal,
    Map<String, String> seeds,
    boolean encrypted,
    int localHealth,
    Map<String, Long> protocol) {}
