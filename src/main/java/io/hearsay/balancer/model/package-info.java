/**
 * What HAProxy should serve: validated services, servers and routes, and the settings that
 * determine them.
 */
package io.hearsay.balancer.model;
