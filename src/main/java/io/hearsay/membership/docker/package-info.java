/** Asks a container engine, by its Unix socket, for the addresses of containers. */
package io.hearsay.membership.docker;
