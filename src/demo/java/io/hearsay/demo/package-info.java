/**
 * The demo: a balancer and its web nodes on loopback, as real processes, to play with or to be
 * played as a story that checks itself. Nothing but the JDK.
 */
package io.hearsay.demo;
