/**
 * What HAProxy should serve: validated services, servers and routes, and the settings that decide
 * on them.
 */
package io.hearsay.balancer.model;
