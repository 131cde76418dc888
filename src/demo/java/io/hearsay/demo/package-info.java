/**
 * The demo: a balancer and its web nodes on loopback, as real processes, to play with or as a
 * scripted story that checks itself. It needs nothing but the JDK.
 */
package io.hearsay.demo;
