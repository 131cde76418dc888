package io.hearsay.http.api;

import java.util.Map;

/**
 * The answer of {@code GET /v1/agent}.
 *
 * @param joined whether another member was met, or no seed was given
 * @param refusal why the others do not let this one in, or absent
 * @param seeds why seeds are of no use, by the seed as it was named; those that answer are not
 *     there
 * @param protocol counters and figures by name
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
