/** A load balancer that was built by hand around Serf, and Hearsay in the place of its parts. */
package io.hearsay.lab;
