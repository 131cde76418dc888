/** HAProxy itself: its processes, its runtime API, its check of a configuration. */
package io.hearsay.balancer.haproxy;
